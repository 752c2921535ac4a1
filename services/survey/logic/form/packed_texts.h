#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lotse::survey::logic {

// Many short texts, kept as one. Together they are shorter than 4 GiB.
class PackedTexts {
 public:
  std::size_t size() const { return ends_.size(); }
  // The text at a place, which must be below size(). As long as they are there, and none is added.
  absl::string_view operator[](std::size_t place) const {
    const std::size_t begin = place == 0 ? 0 : ends_[place - 1];
    return absl::string_view(all_).substr(begin, ends_[place] - begin);
  }

  void Add(absl::string_view text) {
    all_.append(text.data(), text.size());
    ends_.push_back(static_cast<std::uint32_t>(all_.size()));
  }
  // Gives memory back that was kept for more.
  void Shrink() {
    all_.shrink_to_fit();
    ends_.shrink_to_fit();
  }

 private:
  std::string all_;
  // Where each text ends in `all_`.
  std::vector<std::uint32_t> ends_;
};

}  // namespace lotse::survey::logic
