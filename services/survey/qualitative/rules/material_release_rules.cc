#include "services/survey/qualitative/rules/material_release_rules.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/util/message_differencer.h"
#include "runtime/types/sha256.h"
#include "runtime/types/text.h"
#include "services/survey/qualitative/rules/codes.h"
#include "services/survey/qualitative/rules/label_rules.h"
#include "services/survey/qualitative/rules/study_place.h"

namespace lotse::survey::qualitative {
namespace {

using rpc::FieldViolations;
using v1alpha::MaterialRelease;
using v1alpha::Participant;
using v1alpha::ReleasedQuote;
using v1alpha::Study;
using v1alpha::StudyCase;
using Seen = absl::flat_hash_set<std::string>;

constexpr char kRelease[] = "material_release";

// Whether both are the same but for what the server sets.
bool IsSame(ReleasedQuote one, ReleasedQuote other) {
  for (ReleasedQuote* quote : {&one, &other}) {
    ClearApproval(quote);
    quote->clear_role_label();
  }
  return google::protobuf::util::MessageDifferencer::Equals(one, other);
}

// The participant of a case with this pseudonym; null if there is none.
const Participant* Find(const StudyCase& study_case, absl::string_view pseudonym) {
  const auto& all = study_case.participants();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const auto& each) { return each.pseudonym() == pseudonym; });
  return found == all.end() ? nullptr : &*found;
}

bool IsStaff(const StudyCase& study_case, absl::string_view pseudonym) {
  const auto& all = study_case.staff();
  return std::any_of(all.begin(), all.end(),
                     [&](const auto& each) { return each.pseudonym() == pseudonym; });
}

// Who may have said something; a null stands for somebody of whom nothing is known.
std::vector<const Participant*> WhoSpoke(const StudyCase& study_case,
                                         absl::Span<const std::string> speakers) {
  std::vector<const Participant*> who;
  bool is_known = !speakers.empty();
  for (const std::string& speaker : speakers) {
    if (IsStaff(study_case, speaker)) continue;
    const Participant* const found = Find(study_case, speaker);
    // Who was taken out of the case is asked by nobody any more.
    if (found == nullptr && !speaker.empty()) who.push_back(nullptr);
    if (found != nullptr) who.push_back(found);
    is_known = is_known && !speaker.empty();
  }
  if (is_known) return who;
  for (const Participant& each : study_case.participants()) who.push_back(&each);
  return who;
}

// What an obstacle says of a field of a release, whatever is wrong with it.
rpc::Wording WordsFor(absl::string_view field) {
  if (absl::StartsWith(field, "title.")) {
    return {"hat einen Namen, ein Pseudonym oder eine Kennung; nennen Sie die Freigabe anders",
            "has a name, a pseudonym or an id in it; give the release another title"};
  }
  if (absl::ConsumeSuffix(&field, ".wording")) {
    return {
        "hat einen Wortlaut, in dem ein Name, ein Pseudonym oder eine Kennung steht, oder der "
        "zu lang ist; ändern Sie ihn",
        "has a wording with a name, a pseudonym or an id in it, or one that is too long; "
        "change it"};
  }
  if (absl::ConsumeSuffix(&field, ".role")) {
    return {
        "nennt eine Rolle, die es in der Studie nicht gibt; geben Sie eine andere oder keine "
        "an",
        "names a role that the study does not have; give another one or none"};
  }
  if (absl::ConsumeSuffix(&field, ".scope")) {
    return {
        "ist für weniger Menschen freigegeben als die Freigabe; lassen Sie es für alle "
        "freigeben oder weg",
        "is approved for fewer people than the release is for; have it approved for all of "
        "them, or leave it out"};
  }
  return {
      "nennt einen Code, den es nicht mehr gibt; geben Sie einen anderen an oder lassen Sie "
      "ihn weg",
      "names a code that is not there any more; give another one, or leave it out"};
}

}  // namespace

FieldViolations CheckMaterialRelease(const MaterialRelease& release) {
  FieldViolations violations;
  types::CheckText("material_release.title", release.title(), &violations);
  if (!MaterialRelease::Scope_IsValid(release.scope())) {
    violations.push_back({"material_release.scope", "unknown; say for whom it is"});
  }
  CheckCount("material_release.themes", release.themes_size(), 0, kMaxReleasedThemes, &violations);
  CheckCount("material_release.quotes", release.quotes_size(), 0, kMaxQuotes, &violations);
  if (!violations.empty()) return violations;
  Seen seen;
  for (int i = 0; i < release.themes_size(); ++i) {
    if (seen.insert(release.themes(i).code()).second) continue;
    violations.push_back(
        {absl::StrCat(kRelease, ".themes[", i, "].code"), "is there twice; give each theme once"});
  }
  seen.clear();
  for (int i = 0; i < release.quotes_size(); ++i) {
    const ReleasedQuote& quote = release.quotes(i);
    const std::string path = absl::StrCat(kRelease, ".quotes[", i, "].");
    if (!seen.insert(quote.wording()).second) {
      violations.push_back({path + "wording", "is there twice; give each quote once"});
    }
    if (!quote.language().empty() && !types::IsLanguageTag(quote.language())) {
      violations.push_back({path + "language", "not a BCP 47 language tag, such as de"});
    }
  }
  return violations;
}

FieldViolations CheckOfStudy(const Study& study, const MaterialRelease& release,
                             const Untold& untold,
                             absl::FunctionRef<bool(const std::string&)> has_code) {
  FieldViolations violations = CheckTitle(release.title(), untold);
  for (int i = 0; i < release.themes_size(); ++i) {
    const std::string& code = release.themes(i).code();
    const auto place = ReadStudyPlace(study.name(), code);
    if (!place.has_value() || place->kind != StudyPlace::Kind::kCode || !has_code(code)) {
      violations.push_back({absl::StrCat(kRelease, ".themes[", i, "].code"),
                            "not a code of the study; give the name of one"});
    }
  }
  for (int i = 0; i < release.quotes_size(); ++i) {
    const ReleasedQuote& quote = release.quotes(i);
    const std::string path = absl::StrCat(kRelease, ".quotes[", i, "]");
    FieldViolations of_quote = CheckQuote(path, study, release.scope(), quote, untold);
    if (of_quote.empty() && !quote.code().empty() && !has_code(quote.code())) {
      of_quote.push_back({path + ".code", "not a code of the study; give the name of one"});
    }
    violations.insert(violations.end(), of_quote.begin(), of_quote.end());
  }
  TellOneName(&violations);
  return violations;
}

absl::Status CheckIsDraft(const MaterialRelease& release) {
  if (release.state() == MaterialRelease::STATE_DRAFT) return absl::OkStatus();
  return rpc::Precondition(
      type::v1alpha::ERROR_REASON_WRONG_STATE, release.name(),
      {"ist kein Entwurf mehr; beginnen Sie eine neue Freigabe",
       "is no draft any more; begin "
       "another release"},
      {{"resource", release.name()}, {"state", MaterialRelease::State_Name(release.state())}});
}

absl::Status CheckIsNotOut(const MaterialRelease& release) {
  if (release.state() != MaterialRelease::STATE_RELEASED) return absl::OkStatus();
  return rpc::Precondition(
      type::v1alpha::ERROR_REASON_WRONG_STATE, release.name(),
      {"ist freigegeben; ziehen Sie die Freigabe zuerst zurück", "is released; withdraw it first"},
      {{"resource", release.name()}, {"state", MaterialRelease::State_Name(release.state())}});
}

void KeepApprovals(const MaterialRelease& before, MaterialRelease* after) {
  for (ReleasedQuote& quote : *after->mutable_quotes()) {
    ClearApproval(&quote);
    quote.clear_role_label();
    for (const ReleasedQuote& former : before.quotes()) {
      if (former.approver().empty() || !IsSame(former, quote)) continue;
      quote.set_approver(former.approver());
      *quote.mutable_approve_time() = former.approve_time();
      break;
    }
  }
}

void ClearApproval(ReleasedQuote* quote) {
  quote->clear_approver();
  quote->clear_approve_time();
}

std::string WordingHash(const ReleasedQuote& quote) { return types::Sha256Hex(quote.wording()); }

QuoteFacts FactsOf(const StudyCase& study_case, absl::Span<const std::string> speakers,
                   const std::string& role, absl::Span<const StudyCase> cases) {
  QuoteFacts facts;
  for (const StudyCase& each : cases) {
    for (const Participant& one : each.participants()) {
      const bool counts = one.consent() == Participant::CONSENT_ANALYSIS ||
                          one.consent() == Participant::CONSENT_QUOTES;
      if (counts && one.role() == role) ++facts.of_role;
    }
  }
  if (study_case.kind() == StudyCase::KIND_DOCUMENT) {
    facts.consent = Participant::CONSENT_QUOTES;
    return facts;
  }
  const std::vector<const Participant*> who = WhoSpoke(study_case, speakers);
  facts.speaker_has_role = !who.empty();
  for (const Participant* one : who) {
    if (one == nullptr || one->role() != role) facts.speaker_has_role = false;
  }
  const auto refuses = std::find_if(who.begin(), who.end(), [](const Participant* one) {
    return one == nullptr || one->consent() != Participant::CONSENT_QUOTES;
  });
  if (refuses == who.end()) {
    if (!who.empty()) facts.consent = Participant::CONSENT_QUOTES;
  } else if (*refuses != nullptr) {
    facts.consent = (*refuses)->consent();
  }
  return facts;
}

void AddIdsOf(const StudyCase& study_case, ToldIds* ids) {
  for (const Participant& one : study_case.participants()) ids->people.push_back(one.pseudonym());
  for (const auto& one : study_case.staff()) ids->people.push_back(one.pseudonym());
  ids->cases.push_back(study_case.name().substr(study_case.name().rfind('/') + 1));
}

void AddIdsOf(const Study& study, ToldIds* ids) {
  for (const auto& coder : study.coders()) ids->people.push_back(coder.coder_id());
}

std::string QuotePath(const MaterialRelease& release, int quote) {
  return absl::StrCat(release.name(), "#quotes[", quote, "]");
}

void AddObstacles(const MaterialRelease& release, const FieldViolations& violations,
                  std::vector<rpc::Obstacle>* obstacles) {
  for (const auto& violation : violations) {
    absl::string_view path = violation.field;
    absl::ConsumePrefix(&path, "material_release.");
    const rpc::Wording words = TellsPersonId(violation)
                                   ? rpc::Wording{violation.german, violation.description}
                                   : WordsFor(path);
    obstacles->push_back({absl::StrCat(release.name(), "#", path), words});
  }
}

void ToReaders(MaterialRelease* release) {
  for (ReleasedQuote& quote : *release->mutable_quotes()) ClearApproval(&quote);
}

}  // namespace lotse::survey::qualitative
