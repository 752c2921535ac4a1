#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/xlsform/form_codes.h"

namespace lotse::survey {

// Where names in an expression or text lead to.
struct FormNames {
  FormCodes questions;
  // Code of each list of options by its name.
  absl::flat_hash_map<std::string, std::string> lists;
};

// An expression or text after its names were replaced by codes.
struct Rewritten {
  std::string text;
  // Names in `${}` that nothing has, or that several questions have.
  std::vector<std::string> unknown;
  std::vector<std::string> ambiguous;
  // `${last-saved#a}`: the answer of the response before.
  bool has_last_saved = false;
  // jr:itext() of anything but the id of the text of an option: a workbook has no others.
  bool has_text_id = false;
  // Typographic quotation marks stood where a text begins or ends; they were made straight.
  bool had_smart_quotes = false;
};

// Replaces the names in an expression: in `${name}`, in the steps of a path (`../name`) and in
// `instance('list')`, and writes the label of an option for the id of its text
// (`jr:itext(instance('list')/root/item/itextId)`). What is in quotation marks stays.
Rewritten RewriteExpression(absl::string_view expression, const FormNames& names);

// Replaces the names in the `${name}` of a text that people read.
Rewritten RewriteText(absl::string_view text, const FormNames& names);

// The names in the `${name}` of `text`, in order.
std::vector<std::string> ReferencedNames(absl::string_view text);

}  // namespace lotse::survey
