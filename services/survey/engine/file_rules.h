#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/violation_list.h"

// Questions that take a file, and the files that are answered with. Source of the limits:
// instrument.proto.
namespace lotse::survey {

// Largest limit that a question can have.
inline constexpr std::size_t kMaxFileBytes = 2 << 20;
// Most bytes of the files of one response: a request has 4 MiB, and there are other answers.
inline constexpr std::size_t kMaxFileBytesInAll = 3 << 20;

// The types of files that can be taken: pictures, sounds, films, PDF and plain text.
absl::Span<const absl::string_view> MediaTypesTaken();

// Adds what is wrong with `media_types` and `maximum_file_bytes` of a question, of whatever
// kind, with paths below `path`.
void CheckFileLimits(const v1alpha::Question& question, absl::string_view path,
                     ViolationList* violations);

// Adds a violation of `sections` if the files of all questions together could be too large.
void CheckFilesInAll(const v1alpha::Instrument& instrument, ViolationList* violations);

// The code of the first question that takes a file; empty if there is none.
std::string FirstFileQuestion(const v1alpha::Instrument& instrument);

// Whether the content is of this type, one of those of instrument.proto: a text if it is UTF-8
// without NUL, all others by how they begin.
bool IsOfMediaType(absl::string_view media_type, absl::string_view content);

// Adds what is wrong with a file as the answer to `variable`, with paths below `path`. One
// that is meant by its hash only is looked at as far as it can be; see CheckFileContent.
void CheckFileAnswer(const Variable& variable, const v1alpha::Answer::File& file,
                     absl::string_view path, ViolationList* violations);

// Adds a violation of `path` if the content is too large for `variable`, or not of the type;
// false if it did. The description holds nothing of the content.
bool CheckFileContent(const Variable& variable, absl::string_view media_type,
                      absl::string_view content, absl::string_view path, ViolationList* violations);

}  // namespace lotse::survey
