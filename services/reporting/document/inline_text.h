#pragma once

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "lotse/reporting/v1alpha/document.pb.h"

// The text of one paragraph, as free_text.h describes it.
namespace lotse::reporting {

using Spans = google::protobuf::RepeatedPtrField<v1alpha::Span>;

// Longest address of a link, in bytes; a longer one is text.
inline constexpr int kMaxAddressBytes = 2'000;

// Appends `text` as it stands, without marks; to the last span if that has none either.
void AppendPlain(absl::string_view text, Spans* spans);

// Appends the text of a paragraph with its marks. `source` is UTF-8 without U+0000, its lines
// begin with what is no white space, and none is empty.
void AppendMarked(absl::string_view source, Spans* spans);

}  // namespace lotse::reporting
