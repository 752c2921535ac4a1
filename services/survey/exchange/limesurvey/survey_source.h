#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// A survey as LimeSurvey keeps it, whichever file it was read from. Source of names and meanings:
// the LimeSurvey manual, "Question types", "QS:" pages of the attributes and "Tab Separated Value
// survey structure".
namespace lotse::survey::limesurvey {

// Something that people read or that differs between languages, as HTML.
struct LocalText {
  struct Wording {
    // Language as LimeSurvey names it; empty: of all languages.
    std::string language;
    std::string html;
  };
  std::vector<Wording> wordings;

  // Keeps the first wording of each language.
  void Add(absl::string_view language, std::string html) {
    if (Find(language) == nullptr) wordings.push_back({std::string(language), std::move(html)});
  }
  // The wording of `language`, else the one of all languages; empty if there is none.
  absl::string_view In(absl::string_view language) const {
    if (const Wording* own = Find(language)) return own->html;
    const Wording* common = Find("");
    return common == nullptr ? absl::string_view() : common->html;
  }
  // The first wording that has content.
  absl::string_view Any() const {
    for (const Wording& wording : wordings) {
      if (!wording.html.empty()) return wording.html;
    }
    return "";
  }

 private:
  const Wording* Find(absl::string_view language) const {
    const auto found = std::find_if(wordings.begin(), wordings.end(), [&](const Wording& wording) {
      return wording.language == language;
    });
    return found == wordings.end() ? nullptr : &*found;
  }
};

// One answer option of a question.
struct SourceAnswer {
  int line = 0;
  std::string code;
  // 0, or 1 for the second scale of a dual scale.
  int scale = 0;
  int order = 0;
  LocalText text;
};

// A subquestion: a row (scale 0) or a column (scale 1) of an array, or an option of a multiple
// choice.
struct SourceSubquestion {
  int line = 0;
  std::string id;
  std::string code;
  int scale = 0;
  int order = 0;
  LocalText text;
  // ExpressionScript; empty or `1`: always.
  std::string relevance;
};

// What stands in an answer at the start.
struct SourceDefault {
  int line = 0;
  // Id of the subquestion; empty or `0`: the question itself.
  std::string subquestion;
  // True for the text of "other".
  bool other = false;
  int scale = 0;
  LocalText value;
};

// One row of the old table of conditions: `field` of another question is compared by `method`.
struct SourceCondition {
  int line = 0;
  int scenario = 0;
  // Id of the question that is looked at.
  std::string question;
  // Its name in the answers: `{survey}X{group}X{question}` and what follows.
  std::string field;
  // `==`, `!=`, `<`, `<=`, `>`, `>=` or `RX` for a regular expression.
  std::string method;
  std::string value;
};

struct SourceQuestion {
  int line = 0;
  std::string id;
  // One character, see the manual; an empty one was not given.
  std::string type;
  std::string code;
  int order = 0;
  LocalText text;
  LocalText help;
  // Regular expression with delimiters.
  std::string preg;
  bool other = false;
  // `Y`, `S` (only a reminder) or anything else.
  std::string mandatory;
  // ExpressionScript; empty or `1`: always.
  std::string relevance;
  // Settings by their names.
  std::map<std::string, LocalText> attributes;
  std::vector<SourceSubquestion> subquestions;
  std::vector<SourceAnswer> answers;
  std::vector<SourceDefault> defaults;
  std::vector<SourceCondition> conditions;

  // The setting of all languages, or of any; empty if it is not there.
  absl::string_view Attribute(absl::string_view name) const {
    const auto found = attributes.find(std::string(name));
    return found == attributes.end() ? absl::string_view() : found->second.Any();
  }
  // True if the setting is switched on.
  bool Is(absl::string_view name) const {
    const absl::string_view value = Attribute(name);
    return value == "1" || value == "Y";
  }
};

struct SourceGroup {
  int line = 0;
  std::string id;
  int order = 0;
  LocalText title;
  LocalText description;
  std::string relevance;
  std::string randomization;
  std::vector<SourceQuestion> questions;
};

struct SourceQuota {
  int line = 0;
  std::string name;
  std::string limit;
};

struct SourceSurvey {
  std::string id;
  // Languages as LimeSurvey names them, the base language first.
  std::vector<std::string> languages;
  LocalText title;
  LocalText description;
  LocalText welcome;
  LocalText end;
  // `G` by group, `S` by question, `A` all in one; anything else: not said.
  std::string format;
  // True if `.value` means the points of an answer.
  bool assessments = false;
  std::vector<SourceGroup> groups;
  std::vector<SourceQuota> quotas;
};

}  // namespace lotse::survey::limesurvey
