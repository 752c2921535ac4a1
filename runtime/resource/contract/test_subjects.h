#pragma once

#include "runtime/resource/contract/contract.h"
#include "runtime/resource/resource_test.pb.h"

// The resources of resource_test.proto.
namespace lotse::resource::contract {

inline constexpr char kTestService[] = "lotse.kerneltest.KernelTestService";

// Their rules and the use case FinishTask.
void SetUpTests(Harness* harness);

// Stores a resource or fails the test.
void MakeProject(Harness* harness, const std::string& id);
void MakeTown(Harness* harness, const std::string& id);
kerneltest::Task MakeTask(Harness* harness, const std::string& project, const std::string& id,
                          kerneltest::Task task = {});

Subject TownSubject();
Subject ProjectSubject();
Subject TaskSubject();
Subject NoteSubject();

}  // namespace lotse::resource::contract
