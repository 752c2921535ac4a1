#include "services/survey/qualitative/rules/quote_rules.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/text.h"
#include "runtime/types/utf8.h"

namespace lotse::survey::qualitative {
namespace {

using v1alpha::MaterialRelease;
using v1alpha::Participant;
using v1alpha::ReleasedQuote;
using v1alpha::Study;

constexpr absl::string_view kHasPersonId = "has a pseudonym or the id of a coder at position ";

constexpr absl::string_view kStudyPattern =
    "programmes/{programme}/engagements/{engagement}/studies/{study}";

// Adds a violation unless `name` is one of `pattern` below the study.
bool CheckOfStudy(const std::string& field, absl::string_view pattern, const Study& study,
                  const std::string& name, rpc::FieldViolations* violations) {
  if (types::CheckName(field, absl::StrCat(kStudyPattern, pattern), name, violations).empty()) {
    return false;
  }
  if (types::Prefix(name, 3) == study.name()) return true;
  violations->push_back({field, "belongs to another study; give one of this study"});
  return false;
}

}  // namespace

Untold Untold::Of(absl::Span<const std::string> names, absl::Span<const std::string> cases,
                  absl::Span<const std::string> people) {
  std::vector<std::string> no_words, words, persons;
  for (const std::string& id : cases) (IsNoWord(id) ? no_words : words).push_back(id);
  // A coder may be called `a` or `zwei`, which no quote can do without. Pseudonyms have digits.
  for (const std::string& id : people) (IsNoWord(id) ? persons : words).push_back(id);
  return {KnownNames(names), KnownIds(no_words), PersonIds(words), PersonIds(persons)};
}

rpc::FieldViolation HasPersonId(absl::string_view field, int64_t position) {
  return {std::string(field),
          absl::StrCat(kHasPersonId, position,
                       " (code points, from 0); leave out what leads to a person"),
          absl::StrCat("hat an Position ", position,
                       " (Zeichen, ab 0 gezählt) ein Pseudonym oder die Kennung von jemandem, der "
                       "codiert; lassen Sie weg, was zu einer Person führt")};
}

bool TellsPersonId(const rpc::FieldViolation& violation) {
  return absl::StartsWith(violation.description, kHasPersonId);
}

bool TellsName(const rpc::FieldViolations& violations) {
  return std::any_of(violations.begin(), violations.end(),
                     [](const rpc::FieldViolation& each) { return each.description == kHasName; });
}

void TellOneName(rpc::FieldViolations* violations) {
  bool told = false;
  rpc::FieldViolations left;
  for (rpc::FieldViolation& each : *violations) {
    if (each.description == kHasName && std::exchange(told, true)) continue;
    left.push_back(std::move(each));
  }
  *violations = std::move(left);
}

rpc::FieldViolations CheckQuote(absl::string_view field, const Study& study,
                                MaterialRelease::Scope scope, const ReleasedQuote& quote,
                                const Untold& untold) {
  rpc::FieldViolations violations;
  const std::string wording = absl::StrCat(field, ".wording");
  if (absl::StripAsciiWhitespace(quote.wording()).empty() ||
      quote.wording().size() > kMaxWordingBytes || !types::IsUtf8(quote.wording())) {
    violations.push_back({wording, absl::StrCat("missing, too long or no text; give 1 to ",
                                                kMaxWordingBytes, " bytes of UTF-8")});
  } else if (types::HasMarkup(quote.wording())) {
    violations.push_back({wording, "has markup; give plain text"});
  } else if (untold.names.AnyIn(quote.wording())) {
    violations.push_back({wording, std::string(kHasName)});
  } else if (const auto position = untold.people.FindIn(quote.wording())) {
    violations.push_back(HasPersonId(wording, *position));
  } else if (TellsId(quote.wording(), untold.ids)) {
    violations.push_back({wording, "has an id or a time code; leave out what leads to a person"});
  }
  const auto& roles = study.roles();
  if (!quote.role().empty() && std::none_of(roles.begin(), roles.end(), [&](const auto& role) {
        return role.code() == quote.role();
      })) {
    violations.push_back(
        {absl::StrCat(field, ".role"), "not a role of the study; give the code of one, or none"});
  }
  if (quote.scope() == MaterialRelease::SCOPE_UNSPECIFIED ||
      !MaterialRelease::Scope_IsValid(quote.scope())) {
    violations.push_back({absl::StrCat(field, ".scope"), "missing or unknown; say for whom it is"});
  } else if (quote.scope() < scope) {
    violations.push_back({absl::StrCat(field, ".scope"),
                          "covers fewer people than the release; have it approved for all of "
                          "them, or leave it out"});
  }
  if (!quote.code().empty()) {
    CheckOfStudy(absl::StrCat(field, ".code"), "/codebooks/{codebook}/codes/{code}", study,
                 quote.code(), &violations);
  }
  return violations;
}

rpc::FieldViolations CheckQuoteSource(absl::string_view field, const Study& study,
                                      const v1alpha::QuoteSource& source, const TextFacts* text) {
  rpc::FieldViolations violations;
  const std::string path = absl::StrCat(field, ".text");
  if (!CheckOfStudy(path, "/cases/{case}/texts/{text}", study, source.text(), &violations)) {
    return violations;
  }
  if (text == nullptr) {
    violations.push_back({path, "not a text of the study; give the name of one"});
    return violations;
  }
  CheckRange(absl::StrCat(field, ".range"), source.range(), *text, &violations);
  return violations;
}

void AddObstacles(absl::string_view subject, const Study& study, const ReleasedQuote& quote,
                  const QuoteFacts& facts, std::vector<rpc::Obstacle>* obstacles) {
  const auto add = [&](const char* de, const char* en) {
    obstacles->push_back({std::string(subject), {de, en}});
  };
  if (facts.consent != Participant::CONSENT_QUOTES) {
    add("ist von jemandem ohne Einwilligung in Zitate; lassen Sie es weg",
        "is of somebody who did not agree to be quoted; leave it out");
  }
  if (!quote.role().empty() && !facts.speaker_has_role) {
    add("ist von jemandem mit einer anderen Rolle; geben Sie die richtige an oder keine",
        "is of somebody with another role; give the right one or none");
  } else if (!quote.role().empty() && facts.of_role < kMinOfRole) {
    add("nennt eine Rolle, die nur eine Person hat; geben Sie eine weitere oder keine an",
        "names a role that one person alone has; give a wider one or none");
  }
  if (quote.approver().empty()) {
    add("ist noch nicht freigegeben; jemand muss den Wortlaut freigeben",
        "is not approved yet; somebody has to approve the wording");
  } else if (study.coders_size() > 1 && facts.chosen_by == facts.approved_by) {
    add("wurde von derselben Person gewählt und freigegeben; eine zweite muss es freigeben",
        "was chosen and approved by one person; a second one has to approve it");
  }
}

absl::Status CheckQuoteRelease(absl::string_view subject, const Study& study,
                               const ReleasedQuote& quote, const QuoteFacts& facts) {
  std::vector<rpc::Obstacle> obstacles;
  AddObstacles(subject, study, quote, facts, &obstacles);
  return rpc::Preconditions(type::v1alpha::ERROR_REASON_RELEASE_BLOCKED, obstacles);
}

}  // namespace lotse::survey::qualitative
