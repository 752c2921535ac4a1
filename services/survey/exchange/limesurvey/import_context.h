#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/import_finding.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/import_result.h"
#include "services/survey/exchange/limesurvey/language.h"
#include "services/survey/exchange/limesurvey/translation.h"

namespace lotse::survey::limesurvey {

// What the parts of the import of one survey share.
class ImportContext {
 public:
  // What a text or expression belongs to, for findings: its line, the code of the question, and
  // the place for the translator.
  struct Subject {
    int line = 0;
    std::string code;
    Translator::Place place;
  };

  // `survey` and `findings` must outlive it.
  ImportContext(const SourceSurvey& survey, FindingList* findings)
      : findings_(*findings),
        languages_(LanguagesOf(survey.languages, findings)),
        codes_(findings),
        variables_(survey, &codes_),
        translator_(variables_, survey.assessments),
        list_codes_(findings) {}
  ImportContext(const ImportContext&) = delete;
  ImportContext& operator=(const ImportContext&) = delete;

  FindingList& findings() { return findings_; }
  const std::vector<Language>& languages() const { return languages_; }
  CodeNames& codes() { return codes_; }
  const Variables& variables() const { return variables_; }
  Translator& translator() { return translator_; }

  // `source` as plain text in the languages of the survey, `{...}` in it as piping. What cannot
  // be translated stays as it is, with a WARNING. Empty if there is no text.
  type::v1alpha::Text Plain(const LocalText& source, const Subject& subject);
  // The same; without content `fallback` stands for it, with a WARNING.
  type::v1alpha::Text Required(const LocalText& source, absl::string_view fallback,
                               const Subject& subject);
  // `text` in the base language, for what has no text of its own.
  type::v1alpha::Text InBaseLanguage(absl::string_view text) const;

  // `script` as an expression for who is asked: empty for `1` and nothing. What cannot be
  // translated is an ERROR: to leave it out would change who is asked.
  std::string Relevance(absl::string_view script, const Subject& subject);
  // `script` as something that holds for an answer; empty, with a WARNING, if it cannot be
  // translated. `what` names it.
  std::string Check(absl::string_view script, absl::string_view what, const Subject& subject);
  // The value that `text`, with `{...}` in it, has; empty if it cannot be translated. `severity`
  // is that of the finding then.
  std::string ValueOf(absl::string_view text, absl::string_view what,
                      v1alpha::ImportFinding::Severity severity, const Subject& subject);
  // Adds a WARNING for each of what the translator remarks.
  void AddRemarks(const Subject& subject);

  // Hands over the calculations that texts need, which were read since the last time.
  std::vector<v1alpha::Question> TakeCalculations();

  // Keeps `options` as a list that several questions share, and gives its code.
  std::string AddOptionList(absl::string_view wanted, int line,
                            const google::protobuf::RepeatedPtrField<v1alpha::Option>& options);
  const std::vector<v1alpha::OptionList>& option_lists() const { return option_lists_; }

  // Where questions and lists stand.
  SourcePlaces Places() const { return {codes_.places(), list_codes_.places()}; }

  // Adds the findings that concern all texts.
  void AddSummary();

 private:
  std::string PlainIn(absl::string_view html, const Subject& subject);
  // `${code}` for what stands in the braces of a text; empty, with a WARNING, if it cannot be
  // translated.
  std::string Pipe(absl::string_view script, const Subject& subject);

  FindingList& findings_;
  const std::vector<Language> languages_;
  CodeNames codes_;
  const Variables variables_;
  Translator translator_;
  std::vector<v1alpha::Question> calculations_;
  std::vector<v1alpha::OptionList> option_lists_;
  // Lists have codes among themselves.
  CodeNames list_codes_;
  // By expression, the code of the calculation that has it.
  absl::flat_hash_map<std::string, std::string> calculation_codes_;
  int texts_with_markup_ = 0;
  int texts_with_bad_bytes_ = 0;
};

}  // namespace lotse::survey::limesurvey
