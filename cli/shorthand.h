#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/struct.pb.h>

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

// What scripts (script.h) say in short, written out as the JSON of a request.
namespace lotse::cli {

// What a script stands on.
struct ScriptFrame {
  // The first month of the story.
  absl::CivilMonth start;
  // Ids of what names begin with, by the variable of their pattern: `programme`,
  // `administration`, `engagement`.
  std::map<std::string, std::string> ids;
};

// The day that a script means: `8-15` is the 15th of the eighth month, `-1-1` the first day
// of the second month before the first, `2-31` the last day of the second if it has fewer.
// DataError.
absl::StatusOr<absl::CivilDay> ScriptDay(absl::string_view text, const ScriptFrame& frame);

// A name from its last ids: `soziales/bilanz` for a type whose pattern ends in
// `tracks/{track}/phases/{phase}`, with what stands before from the frame. A whole name
// stays. With `parent` the name of what such a resource lies in. DataError for a type that
// is not known, or another number of ids.
absl::StatusOr<std::string> ScriptName(absl::string_view type, bool parent, absl::string_view text,
                                       const ScriptFrame& frame);

// Writes out the fields of a message of this type, in place:
//
//   a text           the wording in German, of Text
//   a day            as ScriptDay, of Date
//   a number         in quotation marks, of Decimal
//   LIST/CODE        of Code, `c-01-v1/product`
//   the last ids     of a name, as ScriptName
//   `a | b`          of a repeated field: its elements
//   `unit 8-13 2.5`  of Effort: 2.5 days in each of the months 8 to 13; without the unit
//                    of MonthCapacity
//   `-`              nothing: the field is left out
//
// The parent of what is created is added where the frame says it all. Anything else stays.
// DataError names the field.
absl::Status WriteOut(const google::protobuf::Descriptor& type, const ScriptFrame& frame,
                      google::protobuf::Struct* fields);

}  // namespace lotse::cli
