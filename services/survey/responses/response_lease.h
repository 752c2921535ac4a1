#pragma once

#include <string>
#include <utility>

#include "services/survey/responses/response_store.h"

namespace lotse::survey {

// Nothing, or the files of a wave; they are given back when it goes.
class ResponseStore::Lease {
 public:
  Lease() = default;
  Lease(ResponseStore* store, std::string wave, WaveStore* files)
      : store_(store), wave_(std::move(wave)), files_(files) {}
  Lease(Lease&& other) noexcept
      : store_(std::exchange(other.store_, nullptr)),
        wave_(std::move(other.wave_)),
        files_(std::exchange(other.files_, nullptr)) {}
  ~Lease() {
    if (store_ != nullptr) store_->GiveBack(wave_);
  }
  WaveStore* operator->() const { return files_; }
  WaveStore* get() const { return files_; }
  explicit operator bool() const { return files_ != nullptr; }

 private:
  ResponseStore* store_ = nullptr;
  std::string wave_;
  WaveStore* files_ = nullptr;
};

// What a caller is told of files that cannot be opened.
absl::Status OpeningFailed(const absl::Status& status);

}  // namespace lotse::survey
