#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "services/survey/engine/compiled_instrument.h"

namespace lotse::survey {

// How the answers of one person are stored. The row holds positions and no codes, so
// it can only be read together with the questionnaire, which never changes. Rows are
// kept for ever: what is written below holds for each row that begins with its number,
// and another form gets another number.
//
// Form 1:
//
//   1 byte    1, the number of the form
//   n bytes   which variables have an answer: bit i % 8 (1 is the lowest) of byte i / 8
//             belongs to variable i, in the order of the questionnaire, items of a matrix
//             each by itself; n is the number of variables / 8, rounded up, and bits
//             beyond the last variable are 0
//   then, for each variable with an answer, in the same order:
//     SINGLE_CHOICE, item of a MATRIX: position of the option from 0, in 1 byte if the
//             question has at most 256 options, else in 2, the lower one first
//     MULTIPLE_CHOICE: which options are chosen, as bits like those of the variables
//     INTEGER: v >= 0 as 2 * v and v < 0 as -2 * v - 1, as a varint: 7 bits a byte, the
//             lowest first, 0x80 added to all bytes but the last, no longer than needed
//     TEXT: number of bytes as a varint, then UTF-8
//     RANKING: number of options as a varint, then their positions in their order, in 2 bytes
//             each, the lower one first
//     DECIMAL: IEEE 754 double in 8 bytes, the lowest first
//     DATE, TIME, DATE_TIME, CALCULATION, HIDDEN, METADATA: like TEXT
//     ACKNOWLEDGEMENT: nothing
//     FILE: position of its media type in those of the question from 0, in 1 byte, number of
//             bytes of its content as a varint, SHA-256 of the content in 32 bytes; the content
//             itself lies elsewhere (responses/personal_files.h)
//   then, for each repeat that is in no other, in order: number of instances as a varint, and for
//             each of them: which of the variables directly in it have an answer, as bits; their
//             answers; the repeats directly in it, in the same way
//
// Form 2, of a response that broke off, and of a draft:
//
//   1 byte    2, the number of the form
//   1 byte    number of the section in which it broke off, from 1; of a draft that of the last
//             question that has an answer, 1 if none has
//   then as form 1 behind its number
//
// A wave's first rows were stored as lotse.survey.stored.StoredResponse up to version
// 0.1.0. These are empty or begin with 10, so they are told apart.
inline constexpr char kResponseRowForm = 1;
inline constexpr char kBrokenOffRowForm = 2;

// Bytes at the beginning of a row that BrokeOffSectionOf looks at.
inline constexpr std::size_t kRowHeadBytes = 2;

// The row of answers that pass CheckAnswers and are in the order of the questionnaire
// (InInstrumentOrder), and whose files have hash and size (answer_files.h): in form 1, or with
// the number of a section in form 2. Answers that say the same have the same row.
std::string EncodeResponseRow(const CompiledInstrument& instrument,
                              const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers,
                              int broke_off_section = 0);

// Whether a row is in one of the forms above: else it is one of the first.
bool IsResponseRow(absl::string_view row);

// The section of a row in form 2, 0 of any other; its first kRowHeadBytes are enough.
int BrokeOffSectionOf(absl::string_view row);

// The answers of a row, in the order of the questionnaire; nullopt if it is damaged, of
// another form, has a section that does not exist, or is not of this questionnaire as far as that
// can be told.
std::optional<google::protobuf::RepeatedPtrField<v1alpha::Answer>> DecodeResponseRow(
    const CompiledInstrument& instrument, absl::string_view row);

// Whether people gave the same answers. What the service computed from them (CALCULATION) does not
// count: it may depend on when it was computed, and on chance, and whoever repeats a call has no
// part in it. False if the rows differ and one of them is damaged.
bool HaveSameAnswers(const CompiledInstrument& instrument, absl::string_view row,
                     absl::string_view other);

}  // namespace lotse::survey
