// Correcting and redacting what was said in studies.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/app/redacted_elsewhere.h"
#include "services/survey/app/redacted_in_store.h"
#include "services/survey/app/redacted_in_texts.h"
#include "services/survey/app/study_reach.h"
#include "services/survey/app/study_text_steps.h"
#include "services/survey/app/study_texts.h"
#include "services/survey/qualitative/text/move_apart.h"
#include "services/survey/qualitative/text/redacted_wordings.h"
#include "services/survey/qualitative/text/redaction.h"
#include "services/survey/qualitative/text/text_edit.h"

namespace lotse::survey {
namespace {

using qualitative::IndexedText;
using qualitative::StoredText;
using qualitative::StoredTurn;
using qualitative::StudyStore;
using qualitative::TextEdit;
using qualitative::TextSpan;
using v1alpha::ImportFinding;
using v1alpha::StudyCase;
using v1alpha::StudyTextResult;
using Replacements = google::protobuf::RepeatedPtrField<v1alpha::TextReplacement>;

// Places that a redaction tells of.
constexpr size_t kMaxToldPlaces = 1000;

// What is asked for.
struct Wanted {
  TextPlace place;
  int64_t revision = 0;
  const Replacements& replacements;
  TextNote note;
};

// A text as it is to be, and how what lies on it moves.
struct Planned {
  IndexedText text;
  TextEdit edit;
};
using Plan = absl::FunctionRef<absl::StatusOr<Planned>(const IndexedText& before)>;
// What is done in the transaction that stores the changed text, at the time of the change; may be
// run again, with the result as it was.
using Beside = absl::FunctionRef<absl::Status(sql::Connection&, absl::Time, StudyTextResult*)>;

TextSpan SpanOf(const v1alpha::TextReplacement& replacement) {
  return {replacement.range().begin(), replacement.range().end()};
}

rpc::FieldViolations CheckWanted(const Wanted& wanted) {
  rpc::FieldViolations violations = CheckTextId(wanted.place.text_id);
  if (wanted.revision < 1) {
    violations.push_back({"revision", "missing; give that of the text that was read"});
  }
  if (wanted.replacements.empty()) {
    violations.push_back({"replacements", "missing; say what is replaced"});
  }
  return violations;
}

// `status` says what is wrong with the replacements, and repeats none of the text.
absl::Status WrongReplacements(const absl::Status& status) {
  return rpc::InvalidFields({{"replacements", std::string(status.message())}});
}

void AddFinding(ImportFinding::Severity severity, std::string message, StudyTextResult* result) {
  ImportFinding* finding = result->add_findings();
  finding->set_severity(severity);
  finding->set_message(std::move(message));
}

// Moves the turns; those of which nothing is left go.
void MoveTurns(const TextEdit& edit, std::vector<StoredTurn>* turns, StudyTextResult* result) {
  std::vector<TextSpan> spans;
  for (const StoredTurn& turn : *turns) spans.push_back(turn.span);
  const std::vector<std::optional<TextSpan>> moved = qualitative::MoveApart(edit, spans);
  std::vector<StoredTurn> left;
  for (size_t i = 0; i < moved.size(); ++i) {
    if (!moved[i].has_value()) continue;
    left.push_back(std::move((*turns)[i]));
    left.back().span = *moved[i];
  }
  const size_t lost = moved.size() - left.size();
  if (lost > 0) {
    AddFinding(ImportFinding::SEVERITY_WARNING,
               absl::StrCat("Turns of which nothing is left were deleted: ", lost, "."), result);
  }
  *turns = std::move(left);
}

// The text as it is to be, with its turns; `before` has none of its content any more.
absl::StatusOr<StoredText> Changed(const Wanted& wanted, const Planned& planned, StoredText before,
                                   StudyTextResult* result) {
  before.content = planned.text.utf8();
  before.code_points = planned.text.size();
  if (before.code_points == 0) {
    return WrongReplacements(
        absl::InvalidArgumentError("nothing of the text would be left; delete it instead"));
  }
  MoveTurns(planned.edit, &before.turns, result);
  v1alpha::StudyText told;
  if (absl::Status s = TellText(wanted.place.study_case, before, &told); !s.ok()) return s;
  if (absl::Status s = rpc::InvalidFields(CheckTold("replacements", told)); !s.ok()) return s;
  return before;
}

// Stores the changed text and moves what lies on it.
absl::Status KeepChange(qualitative::StudyFiles& files, const TextEdit& edit, Beside beside,
                        StoredText* text, StudyTextResult* result) {
  const qualitative::TextChange change = {text->text_id,     text->revision, text->content,
                                          text->code_points, text->turns,    text->update_time};
  const auto move = [&edit](TextSpan span) -> std::optional<TextSpan> {
    const qualitative::MovedSpan moved = edit.Move(span);
    if (moved.fate == qualitative::MovedSpan::Fate::kLost) return std::nullopt;
    return moved.span;
  };
  qualitative::Moved moved;
  const StudyTextResult before = *result;
  const absl::Status kept = files.Overwrite([&](sql::Connection& connection) -> absl::Status {
    const auto done = qualitative::ChangeText(connection, change, move);
    if (!done.ok()) return done.status();
    moved = *done;
    *result = before;
    return beside(connection, absl::FromUnixMicros(text->update_time), result);
  });
  if (!kept.ok()) return kept;
  text->revision = moved.revision;
  result->set_moved_codings(moved.codings);
  result->set_deleted_codings(moved.deleted_codings);
  result->set_deleted_quote_sources(moved.deleted_quote_sources);
  return absl::OkStatus();
}

absl::Status TellResult(const Wanted& wanted, StoredText text, StudyTextResult* result) {
  text.content.clear();
  text.turns.clear();
  return TellText(wanted.place.study_case, text, result->mutable_text());
}

absl::Status Change(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                    const Wanted& wanted, Plan plan, Beside beside, StudyTextResult* r) {
  if (absl::Status s = rpc::InvalidFields(CheckWanted(wanted)); !s.ok()) return s;
  StudyCase study_case;
  const absl::Status loaded =
      ReadTextCase(store, caller, wanted.place.study_case, wanted.note.of_deleted, &study_case);
  if (!loaded.ok()) return loaded;
  const auto files = OpenToOverwrite(studies, wanted.place);
  if (!files.ok()) return files.status();
  auto stored = ReadStoredText(*files, caller.patience, wanted.place);
  if (!stored.ok()) return stored.status();
  const absl::Status as_decided =
      qualitative::CheckRevision(wanted.place.name(), stored->revision, wanted.revision);
  if (!as_decided.ok()) return as_decided;
  const auto before = IndexedText::Make(stored->content);
  if (!before.ok()) {
    return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                      "what is kept of a text cannot be read");
  }
  const auto planned = plan(*before);
  if (!planned.ok()) return planned.status();
  if (planned->edit.replacements().empty()) return TellResult(wanted, *std::move(stored), r);
  auto text = Changed(wanted, *planned, *std::move(stored), r);
  if (!text.ok()) return text.status();
  const auto now = NoteText(store, caller, wanted.place, wanted.note,
                            [](const StudyCase&, absl::Time) { return absl::OkStatus(); });
  if (!now.ok()) return now.status();
  text->update_time = absl::ToUnixMicros(*now);
  if (absl::Status s = KeepChange(**files, planned->edit, beside, &*text, r); !s.ok()) return s;
  return TellResult(wanted, *std::move(text), r);
}

absl::StatusOr<Planned> PlanCorrection(const Replacements& wanted, const IndexedText& before) {
  std::vector<qualitative::Replacement> replacements;
  for (const auto& each : wanted) replacements.push_back({SpanOf(each), each.replacement()});
  auto edit = TextEdit::Make(before, std::move(replacements));
  if (!edit.ok()) return WrongReplacements(edit.status());
  auto text = edit->Apply(before);
  if (!text.ok()) return WrongReplacements(text.status());
  return Planned{*std::move(text), *std::move(edit)};
}

// Tells where words of what was redacted stand still.
void TellLeft(const std::vector<qualitative::FoundWords>& left, StudyTextResult* result) {
  if (left.empty()) return;
  AddFinding(ImportFinding::SEVERITY_WARNING,
             absl::StrCat("Words of what was redacted, or words that begin as it does, stand still "
                          "at ",
                          left.size(), " places; look at each."),
             result);
  for (size_t i = 0; i < std::min(left.size(), kMaxToldPlaces); ++i) {
    v1alpha::LeftWords* told = result->add_left_words();
    told->mutable_range()->set_begin(left[i].span.begin);
    told->mutable_range()->set_end(left[i].span.end);
    told->set_replacement(static_cast<int32_t>(left[i].term));
    told->set_whole(left[i].is_whole);
  }
}

absl::StatusOr<Planned> PlanRedaction(const Replacements& wanted, const IndexedText& before,
                                      StudyTextResult* result) {
  std::vector<qualitative::Mention> mentions;
  for (const auto& each : wanted) mentions.push_back({SpanOf(each), each.replacement()});
  auto redacted = qualitative::Redact(before, mentions);
  if (!redacted.ok()) return WrongReplacements(redacted.status());
  TellLeft(redacted->left, result);
  return Planned{std::move(redacted->text), std::move(redacted->edit)};
}

}  // namespace

absl::Status CorrectStudyText(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                              const v1alpha::CorrectStudyTextRequest& q, StudyTextResult* r) {
  const Wanted wanted = {{q.parent(), q.text_id()},
                         q.revision(),
                         q.replacements(),
                         {"CORRECT_STUDY_TEXT", OfDeleted::kRefused}};
  return Change(
      store, studies, caller, wanted,
      [&q](const IndexedText& before) { return PlanCorrection(q.replacements(), before); },
      [](sql::Connection&, absl::Time, StudyTextResult*) { return absl::OkStatus(); }, r);
}

absl::Status RedactStudyText(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                             const v1alpha::RedactStudyTextRequest& q, StudyTextResult* r) {
  const Wanted wanted = {{q.parent(), q.text_id()},
                         q.revision(),
                         q.replacements(),
                         {"REDACT_STUDY_TEXT", OfDeleted::kTaken}};
  std::optional<qualitative::RedactedWordings> wordings;
  OtherTexts in_texts;
  const auto plan = [&](const IndexedText& before) -> absl::StatusOr<Planned> {
    auto planned = PlanRedaction(q.replacements(), before, r);
    if (!planned.ok()) return planned;
    std::vector<TextSpan> spans;
    for (const auto& each : q.replacements()) spans.push_back(SpanOf(each));
    auto made = qualitative::RedactedWordings::Make(before, spans);
    if (!made.ok()) return WrongReplacements(made.status());
    wordings = *std::move(made);
    // Before the redaction: it may take some time, and nothing waits for it then.
    const auto reach =
        StudyReach::Make(store, caller, wanted.place.study(), StudyReach::For::kReading);
    if (!reach.ok()) return reach.status();
    const auto files = studies.Find(wanted.place.study());
    if (!files.ok()) return files.status();
    auto found = FindInTexts(**files, caller.patience, *reach, wanted.place.text_id, *wordings);
    if (!found.ok()) return found.status();
    in_texts = *std::move(found);
    return planned;
  };
  const auto beside = [&](sql::Connection& connection, absl::Time now, StudyTextResult* result) {
    // As it is now: who may see what may have changed since the call came.
    const auto reach =
        StudyReach::Make(store, caller, wanted.place.study(), StudyReach::For::kReading);
    if (!reach.ok()) return reach.status();
    auto in_store = FindInStore(store, caller, wanted.place.study(), *wordings);
    if (!in_store.ok()) return in_store.status();
    RedactionElsewhere elsewhere{*wordings, {}, q.elsewhere(), now, *std::move(in_store), in_texts};
    for (const auto& each : q.replacements()) elsewhere.labels.push_back(each.replacement());
    return RedactElsewhere(connection, *reach, elsewhere, result);
  };
  return Change(store, studies, caller, wanted, plan, beside, r);
}

}  // namespace lotse::survey
