#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <cstddef>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/engine/violation_list.h"

// Files beside texts, which front ends keep. Source of the limits: instrument.proto.
namespace lotse::survey {

// Most files beside one text.
inline constexpr int kMaxMedia = 16;
// Longest name of a file, in bytes.
inline constexpr std::size_t kMaxFileNameBytes = 255;

// Adds what is wrong with the name of a file at `path`: it must not lead anywhere.
void CheckFileName(absl::string_view name, absl::string_view path, ViolationList* violations);

// Adds what is wrong with the files at `path`.
void CheckMedia(const google::protobuf::RepeatedPtrField<v1alpha::Media>& media,
                absl::string_view path, ViolationList* violations);

}  // namespace lotse::survey
