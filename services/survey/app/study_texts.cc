#include "services/survey/app/study_texts.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/page_token.h"
#include "services/survey/app/study_text_steps.h"
#include "services/survey/domain/field_checks.h"

namespace lotse::survey {

using qualitative::StoredText;
using qualitative::StudyStore;
using v1alpha::StudyCase;

absl::Status CreateStudyText(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                             const v1alpha::CreateStudyTextRequest& q, v1alpha::StudyText* r) {
  if (absl::Status s = rpc::InvalidFields(CheckTextId(q.text_id())); !s.ok()) return s;
  const TextPlace place = {q.parent(), q.text_id()};
  StudyCase study_case;
  const absl::Status read =
      ReadTextCase(store, caller, place.study_case, OfDeleted::kRefused, &study_case);
  if (!read.ok()) return read;
  const auto violations = CheckToStore(place, study_case, q.text());
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  return KeepNewText(store, studies, caller, place, "CREATE_STUDY_TEXT", q.text(), r);
}

absl::Status GetStudyText(Tx& tx, StudyStore& studies, const v1alpha::GetStudyTextRequest& q,
                          v1alpha::StudyText* r) {
  const TextPlace place = {q.parent(), q.text_id()};
  StudyCase study_case;
  const absl::Status loaded = LoadTextCase(tx, place.study_case, OfDeleted::kTaken, &study_case);
  if (!loaded.ok()) return loaded;
  if (absl::Status s = rpc::InvalidFields(CheckTextId(q.text_id())); !s.ok()) return s;
  const auto files = studies.Find(place.study());
  if (!files.ok()) return files.status();
  const auto stored = ReadStoredText(*files, {}, place);
  if (!stored.ok()) return stored.status();
  if (absl::Status s = TellText(place.study_case, *stored, r); !s.ok()) return s;
  HideForTelling(study_case, r);
  return absl::OkStatus();
}

absl::Status ListStudyTexts(Tx& tx, StudyStore& studies, const v1alpha::ListStudyTextsRequest& q,
                            v1alpha::ListStudyTextsResponse* r) {
  const auto size = rpc::CheckPageSize(q.page_size());
  if (!size.ok()) return size.status();
  const std::string list = absl::StrCat("study texts\n", q.parent());
  const auto behind = rpc::ReadPageToken(tx.token_key(), list, q.page_token());
  if (!behind.ok()) return behind.status();
  StudyCase study_case;
  const absl::Status loaded = LoadTextCase(tx, q.parent(), OfDeleted::kTaken, &study_case);
  if (!loaded.ok()) return loaded;
  const TextPlace place = {q.parent(), ""};
  const auto files = studies.Find(place.study());
  if (!files.ok()) return files.status();
  if (*files == nullptr) return absl::OkStatus();
  std::vector<StoredText> found;
  const absl::Status read = (*files)->Read({}, [&](sql::Connection& connection) {
    found = qualitative::TextsBehind(connection, place.case_id(), *behind, *size + 1);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  const bool more = found.size() > static_cast<size_t>(*size);
  if (more) found.pop_back();
  for (const StoredText& text : found) {
    if (absl::Status s = TellText(q.parent(), text, r->add_texts()); !s.ok()) return s;
  }
  if (more) {
    r->set_next_page_token(rpc::MakePageToken(tx.token_key(), list, found.back().text_id));
  }
  return absl::OkStatus();
}

absl::Status DeleteStudyText(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                             const v1alpha::DeleteStudyTextRequest& q,
                             v1alpha::DeleteStudyTextResponse*) {
  rpc::FieldViolations violations = CheckTextId(q.text_id());
  CheckReasonGiven(q.reason(), "why is it erased?", &violations);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  const TextPlace place = {q.parent(), q.text_id()};
  StudyCase study_case;
  const absl::Status loaded =
      ReadTextCase(store, caller, place.study_case, OfDeleted::kTaken, &study_case);
  if (!loaded.ok()) return loaded;
  const auto files = OpenToOverwrite(studies, place);
  if (!files.ok()) return files.status();
  const auto stored = ReadStoredText(*files, caller.patience, place);
  if (!stored.ok()) return stored.status();
  const auto noted =
      NoteText(store, caller, place, {"DELETE_STUDY_TEXT", OfDeleted::kTaken, q.reason()},
               [](const StudyCase&, absl::Time) { return absl::OkStatus(); });
  if (!noted.ok()) return noted.status();
  return (*files)->Overwrite([&](sql::Connection& connection) {
    // Whoever erased it meanwhile did the same.
    qualitative::RemoveText(connection, place.text_id);
    return absl::OkStatus();
  });
}

}  // namespace lotse::survey
