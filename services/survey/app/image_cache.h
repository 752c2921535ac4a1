#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/survey/analysis/columns/image.h"
#include "services/survey/analysis/columns/row_fingerprint.h"
#include "services/survey/responses/response_store.h"

namespace lotse::survey {

// The answers of a closed wave as they are counted. It never changes; thread-safe.
struct WaveImage {
  explicit WaveImage(const std::shared_ptr<const CompiledInstrument>& instrument)
      : columns(instrument), fingerprint(instrument) {}

  ColumnImage columns;
  RowFingerprint fingerprint;
};

// The images of closed waves, under a memory budget: which is asked for is built from its rows,
// and if there is no room those that were not asked for longest are dropped. Waves under way have
// no figures (docs/adr/0024-figures-of-closed-waves.md), so no image is ever extended; one of which
// something was erased is dropped, and built anew when it is asked for. Thread-safe.
//
// Nothing here leads from a column to a person: ids are mixed into the fingerprint while a row is
// read and not kept, and the order is that of the random keys in the file.
class ImageCache {
 public:
  struct Options {
    // Bytes of images that nobody uses and that are kept. What is being built or used comes on
    // top. An image that is larger is built, used and dropped.
    int64_t budget_bytes = int64_t{512} << 20;
    // Told whenever it changes how many bytes are kept, and of each image that was built. Quick.
    std::function<void(int64_t bytes)> kept = {};
    std::function<void()> built = {};
  };

  // `responses` outlives it, and is not used by others yet.
  ImageCache(ResponseStore* responses, Options options);
  ~ImageCache();

  // The image of a wave with this questionnaire; whoever asks while it is built waits for it.
  // Errors of reading the files of its answers (ResponseStore), and STORE_CORRUPT if a row is
  // damaged.
  absl::StatusOr<std::shared_ptr<const WaveImage>> Get(
      const std::string& wave, const std::shared_ptr<const CompiledInstrument>& instrument,
      const sql::Patience& patience);

 private:
  struct Shared;

  absl::StatusOr<std::shared_ptr<const WaveImage>> Build(
      const std::string& wave, const std::shared_ptr<const CompiledInstrument>& instrument,
      const sql::Patience& patience) const;

  ResponseStore* const responses_;
  // The response store tells it of erasures, perhaps longer than this is there.
  const std::shared_ptr<Shared> shared_;
};

}  // namespace lotse::survey
