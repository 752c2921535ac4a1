#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "lotse/reporting/v1alpha/document.pb.h"

// The text of one paragraph, as free_text.h describes it.
namespace lotse::reporting {

using Spans = google::protobuf::RepeatedPtrField<v1alpha::Span>;

// Longest address of a link, in bytes; a longer one is text.
inline constexpr int kMaxAddressBytes = 2'000;

// Whether a report may lead to an address: `https://…` or `mailto:…`, in any case, of one word and
// without what shows nothing but changes where it leads.
bool IsAddress(absl::string_view text);

// The text with a backslash before each mark: what people wrote into a field as a part of what
// ParseFreeText reads.
std::string Escaped(absl::string_view text);

// Appends `text` as it stands, without marks; to the last span if that has none either.
void AppendPlain(absl::string_view text, Spans* spans);

// Appends the text of a paragraph with its marks. `source` is UTF-8 without U+0000, its lines
// begin with what is no white space, and none is empty.
void AppendMarked(absl::string_view source, Spans* spans);

}  // namespace lotse::reporting
