#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "runtime/resource/api.h"
#include "runtime/resource/standard.h"
#include "runtime/resource/store.h"
#include "runtime/rpc/shell.h"
#include "runtime/sql/folder_lock.h"

namespace lotse::resource {

// What every daemon stands on, from the folder of its data up to the methods. The
// members go in reverse order, and after everything that is built on them.
struct Kernel {
  // Takes the folder `data_dir` and opens `file` in it for the resources that the
  // `services`, by their full names, are about. `shell` outlives it. Errors as
  // sql::FolderLock::Take, Schema::Compile and Store::Open. `clock` gives the times of
  // what is stored; `registry`, which outlives it too, gets the metrics of the store, if it is
  // given.
  static absl::StatusOr<std::unique_ptr<Kernel>> Open(const std::string& data_dir,
                                                      const std::string& file,
                                                      const std::vector<std::string>& services,
                                                      rpc::Shell* shell, Clock clock = &absl::Now,
                                                      prometheus::Registry* registry = nullptr);
  Kernel(const Kernel&) = delete;

  const sql::FolderLock folder;
  const std::unique_ptr<Store> store;
  // To be filled with rules before the first call.
  Standard standard;
  const Api api;

 private:
  Kernel(sql::FolderLock taken, std::unique_ptr<Store> opened, rpc::Shell* shell);
};

}  // namespace lotse::resource
