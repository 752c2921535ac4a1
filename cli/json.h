#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lotse::cli {

// `text` as a JSON string with its quotation marks. `text` is valid UTF-8.
std::string JsonString(absl::string_view text);

// A JSON array of strings.
std::string JsonStrings(const std::vector<std::string>& texts);

// Writes one JSON object with its members in the order in which they were
// added. (protobuf's Struct would do, but has no order: two runs would differ.)
class JsonObject {
 public:
  JsonObject& Add(absl::string_view key, absl::string_view value);
  JsonObject& Add(absl::string_view key, const char* value);
  JsonObject& Add(absl::string_view key, int64_t value);
  JsonObject& Add(absl::string_view key, int value);
  JsonObject& Add(absl::string_view key, bool value);
  // `json` is a JSON value already.
  JsonObject& AddRaw(absl::string_view key, absl::string_view json);

  // The object on one line.
  std::string str() const;

 private:
  std::string members_;
};

}  // namespace lotse::cli
