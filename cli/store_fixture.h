#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "cli/fake_services.h"
#include "runtime/resource/store.h"

namespace lotse::cli {

// The data folder of a small engagement service, which is open: the programmes `vopi`
// (with a second revision), `other` and `gone` (deleted), and a file of answers, most of
// which were deleted.
class StoreTest : public ::testing::Test {
 protected:
  StoreTest();
  // Opens the store again.
  void Open();
  absl::Status Write(absl::FunctionRef<absl::Status(resource::Tx&)> work);
  void Create(const std::string& id, const std::string& title);
  // `lotse store` with these words and the data folder.
  CliResult Run(std::vector<std::string> words);
  // Alters the store behind its back; `sql` begins with `-- name: Alter`.
  void Alter(const std::string& sql);

  const TestFolder folder_;
  const std::string data_;
  std::unique_ptr<resource::Store> store_;
};

}  // namespace lotse::cli
