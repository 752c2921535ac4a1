#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/import_result.h"
#include "services/survey/exchange/language_tags.h"
#include "services/survey/exchange/xlsform/form_sheet.h"
#include "services/survey/exchange/xlsform/references.h"
#include "services/survey/exchange/xlsform/xlsform.h"

namespace lotse::survey {

// What the parts of the reader share, and how it reads cells that mean something.
class FormContext {
 public:
  explicit FormContext(const XlsformOptions& options)
      : options_(options), default_tag_(LanguageTag(options.language).value_or(options.language)) {}

  FindingList& findings() { return findings_; }
  FormNames& names() { return names_; }
  // Where questions and lists stand.
  SourcePlaces& places() { return places_; }
  const XlsformOptions& options() const { return options_; }

  // The language of texts whose column names none.
  const std::string& default_tag() const { return default_tag_; }
  // Takes `default_language` of the settings.
  void SetDefaultLanguage(absl::string_view name, const Place& place);
  // Learns the languages of a sheet's headings. An ERROR for more than types::kMaxVariants.
  void LearnLanguages(const FormSheet& sheet);

  // The wordings of a column, that of the default language first, the others by their tags, so
  // that the order of columns makes no difference. Names in `${}` are replaced;
  // HTML is removed with a WARNING; what is too long is an ERROR.
  type::v1alpha::Text TextOf(const FormRow& row, Column column, absl::string_view code);
  // `code` as a text, where there is none.
  type::v1alpha::Text CodeAsText(absl::string_view code) const;

  // The expression in a column, with codes in the place of names. Names that nothing has, and
  // what is longer than 16 KiB, are an ERROR.
  std::string ExpressionOf(const FormRow& row, Column column, absl::string_view code);
  // The codes of the questions that a column names in `${}`.
  std::vector<std::string> CodesOf(const FormRow& row, Column column, absl::string_view code);
  std::string Rewrite(absl::string_view expression, const Place& place, absl::string_view code);

  // Pictures, sounds and films of a row, by kind and language.
  void ReadMedia(const FormRow& row, absl::string_view code,
                 google::protobuf::RepeatedPtrField<v1alpha::Media>* media);

 private:
  std::string TagOf(absl::string_view language) const;
  std::string Wording(const FormCell& cell, const Place& place, absl::string_view code);
  void CheckNames(const Rewritten& rewritten, const Place& place, absl::string_view code);

  const XlsformOptions options_;
  FindingList findings_;
  FormNames names_;
  SourcePlaces places_;
  std::string default_tag_;
  std::map<std::string, std::string> tags_;  // By the language as it is written in a heading.
  std::set<std::string> used_tags_;
  int suggestions_ = 0;
};

}  // namespace lotse::survey
