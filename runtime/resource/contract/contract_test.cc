#include "runtime/resource/contract/contract.h"

#include <gtest/gtest.h>

#include "runtime/resource/contract/test_subjects.h"

namespace lotse::resource::contract {
namespace {

INSTANTIATE_TEST_SUITE_P(Kernel, KernelContract,
                         testing::Values(TownSubject(), ProjectSubject(), TaskSubject(),
                                         NoteSubject()),
                         [](const auto& info) { return info.param.label; });

}  // namespace
}  // namespace lotse::resource::contract
