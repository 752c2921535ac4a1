#pragma once

#include <cstddef>

#include "lotse/survey/v1alpha/instrument.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::survey {

// Limits of a questionnaire. Source: instrument.proto.
inline constexpr int kMaxSections = 200;
inline constexpr int kMaxQuestions = 2000;
inline constexpr int kMaxItems = 200;
inline constexpr int kMaxConditions = 8;
// How deep groups and repeats may stand in one another.
inline constexpr int kMaxDepth = 12;
inline constexpr std::size_t kMaxFormVersionBytes = 64;
inline constexpr std::size_t kMaxFormIdBytes = 128;
// Most bytes of all tables of a questionnaire, as TableBytes counts them. Every
// item of a matrix is a table that repeats all options, so a questionnaire of
// one megabyte could ask for tables of gigabytes; and they have to fit into one
// reply, which is limited to 4 MiB.
inline constexpr std::size_t kMaxTableBytes = 2u << 20;

// Bytes, without the figures, of all tables of the questionnaire. There is one
// table for each question, and for each item of a matrix; it holds the title of
// the section, the question, the item, and every option with its code, each in
// all variants and as protobuf encodes it. A class of integers counts as 120
// bytes, which the longest label in two languages does not pass.
std::size_t TableBytes(const v1alpha::Instrument& instrument);

// Checks everything that instrument.proto and text.proto ask of a questionnaire
// as a client gives it, and kMaxTableBytes; `name` and the output-only fields are not looked at.
// Returns the violations in the order of the questionnaire, at most
// ViolationList::kLimit, with paths such as
// `sections[0].questions[3].options[1].code`; empty if it may be stored.
// `warnings`, which may be null, becomes what is allowed and probably not meant, with such paths
// too; nothing as long as a rule is broken.
rpc::FieldViolations CheckInstrument(const v1alpha::Instrument& instrument,
                                     rpc::FieldViolations* warnings = nullptr);

}  // namespace lotse::survey
