#include "runtime/resource/kernel.h"

#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"

namespace lotse::resource {
namespace {

// Connections for reading one row on gRPC's threads, beside one for each thread of the
// shell: all of those may list at the same time, and a row must not wait for a list.
constexpr int kReadersOfRows = 4;

}  // namespace

absl::StatusOr<std::unique_ptr<Kernel>> Kernel::Open(const std::string& data_dir,
                                                     const std::string& file,
                                                     const std::vector<std::string>& services,
                                                     rpc::Shell* shell, Clock clock,
                                                     prometheus::Registry* registry) {
  auto folder = sql::FolderLock::Take(data_dir);
  if (!folder.ok()) return folder.status();
  auto schema = Schema::Compile(services);
  if (!schema.ok()) return schema.status();
  Store::Options options;
  options.path = absl::StrCat(data_dir, "/", file);
  options.schema = *std::move(schema);
  options.clock = std::move(clock);
  options.readers = shell->options().threads + kReadersOfRows;
  const size_t most = shell->options().max_waiting;
  options.writes = registry == nullptr ? sql::WriteLimits(most)
                                       : sql::MeasuredWrites(most, "resources", registry);
  auto store = Store::Open(std::move(options));
  if (!store.ok()) return store.status();
  return absl::WrapUnique(new Kernel(*std::move(folder), *std::move(store), shell));
}

Kernel::Kernel(sql::FolderLock taken, std::unique_ptr<Store> opened, rpc::Shell* shell)
    : folder(std::move(taken)),
      store(std::move(opened)),
      standard(&store->schema()),
      api(shell, store.get(), &standard) {}

}  // namespace lotse::resource
