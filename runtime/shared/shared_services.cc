#include "runtime/shared/shared_services.h"

namespace lotse::shared {
namespace {

// Whoever keeps the log elsewhere can show later that no entry was cut off. No
// owner is named: the log of the process names no resource.
void LogSummary(resource::Store& store, ops::Log* log) {
  history::Summary summary;
  const absl::Status status = store.Read([&](resource::Tx& tx) {
    summary = history::Summarize(tx.connection());
    return absl::OkStatus();
  });
  if (!status.ok()) return;  // Told by readiness and by whoever calls.
  log->Info("change_logs",
            {{"owners", summary.owners}, {"entries", summary.entries}, {"sha256", summary.sha256}});
}

}  // namespace

std::vector<std::string> WithShared(std::vector<std::string> own) {
  own.push_back(type::v1alpha::ChangeService::service_full_name());
  own.push_back(type::v1alpha::BlobService::service_full_name());
  return own;
}

void SharedServices::AddTo(ops::Application* application, ops::Log* log) {
  application->services.push_back(&changes_);
  application->services.push_back(&blobs_);
  const auto own = application->ready;
  application->ready = [store = kernel_.store.get(), own] {
    return store->writable() && (!own || own());
  };
  application->hourly = [store = kernel_.store.get(), log] { LogSummary(*store, log); };
}

}  // namespace lotse::shared
