#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/engine/violation_list.h"

namespace lotse::survey {

// Limits of a questionnaire. Source: instrument.proto.
inline constexpr int kMaxSections = 200;
inline constexpr int kMaxQuestions = 2000;
inline constexpr int kMaxOptions = 500;
inline constexpr int kMaxItems = 200;
inline constexpr int kMaxClassBounds = 50;
inline constexpr int kMaxConditions = 8;
inline constexpr int kMaxCodeLength = 64;
// Largest `minimum`, `maximum` and bound of a class, 2^53 - 1, and with a minus
// the smallest: beyond it the numbers of JSON are not exact in every reader
// (RFC 8259, section 6).
inline constexpr std::int64_t kMaxInteger = 9'007'199'254'740'991;
// Most bytes of all tables of a questionnaire, as TableBytes counts them. Every
// item of a matrix is a table that repeats all options, so a questionnaire of
// one megabyte could ask for tables of gigabytes; and they have to fit into one
// reply, which is limited to 4 MiB.
inline constexpr std::size_t kMaxTableBytes = 2u << 20;

// True if `code` can name a question or an item: an ASCII letter, then letters,
// digits and underscores, at most 64 characters.
bool IsQuestionCode(absl::string_view code);

// True if `code` can name an option: 1 to 64 characters (code points) of valid
// UTF-8, none of them white space or a control character.
bool IsOptionCode(absl::string_view code);

// True if a question of this kind has options: the choices and the matrix.
bool HasOptions(v1alpha::Question::Kind kind);

// Bytes, without the figures, of all tables of the questionnaire. There is one
// table for each question, and for each item of a matrix; it holds the title of
// the section, the question, the item, and every option with its code, each in
// all variants and as protobuf encodes it. A class of integers counts as 120
// bytes, which the longest label in two languages does not pass.
std::size_t TableBytes(const v1alpha::Instrument& instrument);

// Adds what is wrong with `minimum`, `maximum` and `class_bounds` of an integer
// question, with paths below `path`: their order, and numbers beyond
// kMaxInteger.
void CheckIntegerLimits(const v1alpha::Question& question, absl::string_view path,
                        ViolationList* violations);

// Checks everything that instrument.proto and text.proto ask of a questionnaire
// as a client gives it, and kMaxTableBytes; `name` and the output-only fields are not looked at.
// Returns the violations in the order of the questionnaire, at most
// ViolationList::kLimit, with paths such as
// `sections[0].questions[3].options[1].code`; empty if it may be stored.
rpc::FieldViolations CheckInstrument(const v1alpha::Instrument& instrument);

}  // namespace lotse::survey
