#include "services/survey/app/image_cache.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/time/clock.h"
#include "runtime/rpc/error.h"
#include "services/survey/responses/wave_pair.h"

namespace lotse::survey {
namespace {

// Who waits for an image of somebody else looks so often whether the own caller is still there.
constexpr absl::Duration kLook = absl::Milliseconds(50);

}  // namespace

// What lives as long as somebody may speak of it.
struct ImageCache::Shared {
  using Image = std::shared_ptr<const WaveImage>;
  struct Entry {
    Image image;
    int64_t bytes = 0;
    std::list<std::string>::iterator at;  // Its place in `used`.
  };

  explicit Shared(Options of) : options(std::move(of)) {}

  // Null if there is none.
  Image Find(const std::string& wave) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    const auto it = entries.find(wave);
    if (it == entries.end()) return nullptr;
    used.splice(used.begin(), used, it->second.at);
    return it->second.image;
  }

  void Remove(const std::string& wave) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    const auto it = entries.find(wave);
    if (it == entries.end()) return;
    bytes -= it->second.bytes;
    used.erase(it->second.at);
    entries.erase(it);
    TellBytes();
  }

  void Keep(const std::string& wave, Image image) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    const auto size = static_cast<int64_t>(image->columns.Bytes());
    if (size > options.budget_bytes) return;
    Remove(wave);
    while (bytes + size > options.budget_bytes) Remove(std::string(used.back()));
    used.push_front(wave);
    entries[wave] = {std::move(image), size, used.begin()};
    bytes += size;
    TellBytes();
  }

  void TellBytes() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    if (options.kept) options.kept(bytes);
  }

  const Options options;
  absl::Mutex mutex;
  absl::flat_hash_map<std::string, Entry> entries ABSL_GUARDED_BY(mutex);
  std::list<std::string> used ABSL_GUARDED_BY(mutex);  // The last used one comes first.
  absl::flat_hash_set<std::string> building ABSL_GUARDED_BY(mutex);
  int64_t bytes ABSL_GUARDED_BY(mutex) = 0;
};

ImageCache::ImageCache(ResponseStore* responses, Options options)
    : responses_(responses), shared_(std::make_shared<Shared>(std::move(options))) {
  responses->WhenErased([shared = shared_](const std::string& wave) {
    absl::MutexLock lock(&shared->mutex);
    shared->Remove(wave);
  });
}

ImageCache::~ImageCache() = default;

absl::StatusOr<std::shared_ptr<const WaveImage>> ImageCache::Build(
    const std::string& wave, const std::shared_ptr<const CompiledInstrument>& instrument,
    const sql::Patience& patience) const {
  const auto responses = responses_->Count(wave);
  if (!responses.ok()) return responses.status();
  auto image = std::make_shared<WaveImage>(instrument);
  image->columns.Reserve(static_cast<size_t>(*responses));
  const absl::Status read =
      responses_->ForEachRow(wave, *instrument, patience,
                             [&](absl::string_view id, absl::string_view row) -> absl::Status {
                               if (!image->fingerprint.Add(id, row)) return DamagedResponse();
                               if (!image->columns.Append(row)) return DamagedResponse();
                               return absl::OkStatus();
                             });
  if (!read.ok()) return read;
  if (shared_->options.built) shared_->options.built();
  return image;
}

absl::StatusOr<std::shared_ptr<const WaveImage>> ImageCache::Get(
    const std::string& wave, const std::shared_ptr<const CompiledInstrument>& instrument,
    const sql::Patience& patience) {
  Shared& shared = *shared_;
  {
    absl::MutexLock lock(&shared.mutex);
    const auto nobody_builds = [&] {
      shared.mutex.AssertHeld();
      return !shared.building.contains(wave);
    };
    const absl::Condition done(&nobody_builds);
    while (
        !shared.mutex.AwaitWithDeadline(done, std::min(patience.deadline, absl::Now() + kLook))) {
      if (patience.Over()) {
        return rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE, "the caller is gone");
      }
    }
    if (auto image = shared.Find(wave); image != nullptr) return image;
    shared.building.insert(wave);
  }
  const uint64_t erasures = responses_->Erasures(wave);
  auto built = Build(wave, instrument, patience);
  absl::MutexLock lock(&shared.mutex);
  shared.building.erase(wave);
  // What was erased meanwhile may be in it. Who asked for it came before, and finds out
  // when it is to be told; nobody else gets it.
  if (built.ok() && responses_->Erasures(wave) == erasures) {
    shared.Keep(wave, *built);
  }
  return built;
}

}  // namespace lotse::survey
