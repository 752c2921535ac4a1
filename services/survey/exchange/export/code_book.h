#pragma once

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/export/response_file.h"

namespace lotse::survey {

// The code book of a file (German: Codebuch) as CSV: what each column and each value in it means.
// Its header is
//
//   variable,question,option,text,type,measure,value,code,label,missing,table
//
// `variable` is the name of the column, `question` the code of the question or item, `option`
// that of the option of a multiple choice or ranking, and `text` what was asked. `type` is one of
// choice, multiple_choice, ranking, integer, decimal, answered, count, key, text, date, time,
// date_time, calculation and hidden; `measure` one of nominal, ordinal and scale. For each value
// that has a meaning there is a line with `value`, the `code` of the option that it stands for,
// and `label`; where it is a missing one, `missing` is no_answer, not_asked or not_reached. A
// column of texts, and a key, has one line without a value. `table` is the file without `.csv`:
// `responses`, or the name of a RepeatTable. The key `response` is the number of a row in
// `responses`; the others number the instances of a repeat from 1.
//
// `take` is given the text in parts, one for each column: a long question is repeated for each of
// its values.
void WriteCodeBook(const FileContent& content, char separator,
                   absl::FunctionRef<void(absl::string_view text)> take);

}  // namespace lotse::survey
