#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/generated_enum_reflection.h>

#include <string>

#include "absl/strings/string_view.h"

// The words that people use, in German and English.
namespace lotse::cli {

// The word for a value of an enumeration, in `language` (`de`, else English); its own
// name without the prefix if there is none.
std::string WordOf(const google::protobuf::EnumDescriptor& type, int value,
                   absl::string_view language);

template <typename Enum>
std::string Word(Enum value, absl::string_view language) {
  return WordOf(*google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value), language);
}

// The first text in German, the second in any other language.
inline absl::string_view Either(absl::string_view language, absl::string_view german,
                                absl::string_view english) {
  return language == "de" ? german : english;
}

}  // namespace lotse::cli
