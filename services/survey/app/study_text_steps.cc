#include "services/survey/app/study_text_steps.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/duration.pb.h"
#include "lotse/type/v1alpha/permission.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/utf8.h"
#include "services/survey/qualitative/material/coding_rows.h"
#include "services/survey/qualitative/rules/case_rules.h"
#include "services/survey/qualitative/rules/text_rules.h"
#include "services/survey/qualitative/rules/withdrawn_words.h"
#include "services/survey/qualitative/text/indexed_text.h"

namespace lotse::survey {
namespace {

using google::protobuf::Duration;
using qualitative::StoredText;
using qualitative::StoredTurn;
using qualitative::StudyStore;
using v1alpha::StudyCase;
using v1alpha::StudyText;

// Clients take messages of 4 MiB unless told; the rest is for what surrounds a text.
constexpr size_t kMaxToldBytes = (4u << 20) - 1024;
// What TextTurn.withdrawn, which is not stored, adds to a turn.
constexpr size_t kMaxFlagBytes = 3;

int64_t ToMs(const Duration& time) { return time.seconds() * 1000 + time.nanos() / 1'000'000; }

void SetMs(int64_t ms, Duration* time) {
  time->set_seconds(ms / 1000);
  time->set_nanos(static_cast<int32_t>(ms % 1000) * 1'000'000);
}

// Recordings are stored as a message that has nothing else.
std::string MediaOf(const StudyText& text) {
  StudyText only;
  *only.mutable_media() = text.media();
  return only.SerializeAsString();
}

// Whether both say the same; when is no part of it.
bool IsSame(const StoredText& a, const StoredText& b) {
  return a.case_id == b.case_id && a.kind == b.kind && a.title == b.title &&
         a.language == b.language && a.content == b.content && a.media == b.media &&
         a.turns == b.turns && a.revision == b.revision;
}

// Whether the text is stored as it is; then `*text` becomes the stored one. RESOURCE_EXISTS.
absl::StatusOr<bool> IsThere(StudyStore& studies, const OnBehalf& caller, const TextPlace& place,
                             StoredText* text) {
  const auto files = studies.Find(place.study());
  if (!files.ok()) return files.status();
  if (*files == nullptr) return false;
  std::optional<StoredText> there;
  const absl::Status read = (*files)->Read(caller.patience, [&](sql::Connection& connection) {
    there = qualitative::FindText(connection, place.text_id);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  if (!there.has_value()) return false;
  if (!IsSame(*there, *text)) return qualitative::TextExists(place.name());
  *text = *std::move(there);
  return true;
}

absl::Status TellWithoutContent(const TextPlace& place, StoredText* stored, StudyText* told) {
  stored->content.clear();
  stored->turns.clear();
  return TellText(place.study_case, *stored, told);
}

}  // namespace

std::string TextPlace::study() const { return std::string(schema::ParentOf(study_case)); }

std::string TextPlace::case_id() const { return study_case.substr(study_case.rfind('/') + 1); }

std::string TextPlace::name() const { return absl::StrCat(study_case, "/texts/", text_id); }

rpc::FieldViolations CheckTextId(const std::string& text_id) {
  if (types::IsRandomUuid(text_id)) return {};
  return {{"text_id",
           "missing or not a random UUID; give version 4 in lower case, made anew for each text"}};
}

absl::Status LoadTextCase(Tx& tx, const std::string& name, OfDeleted of_deleted,
                          StudyCase* study_case) {
  constexpr auto kRestricted = type::v1alpha::PERMISSION_MATERIAL_RESTRICTED;
  if (absl::Status s = tx.Load(name, study_case); !s.ok()) return s;
  if (study_case->restricted() && !tx.view().Opens(kRestricted, name)) {
    return rpc::PermissionMissing(kRestricted);
  }
  const bool refused = study_case->has_delete_time() && of_deleted == OfDeleted::kRefused;
  return refused ? resource::WasDeleted(name) : absl::OkStatus();
}

absl::Status ReadTextCase(resource::Store& store, const OnBehalf& caller, const std::string& name,
                          OfDeleted of_deleted, StudyCase* study_case) {
  return store.Read(caller.patience, [&](Tx& tx) {
    tx.SetView(caller.cause.view);
    return LoadTextCase(tx, name, of_deleted, study_case);
  });
}

absl::Status CheckTextsAreKept(const StudyCase& study_case, absl::Time now) {
  const absl::CivilDay today = types::ToCivil(types::DayInBerlin(now));
  return rpc::InvalidFields(qualitative::CheckTextsNotDue(study_case, today));
}

absl::Status CheckTakesText(const StudyCase& study_case, absl::Time now) {
  if (absl::Status s = CheckTextsAreKept(study_case, now); !s.ok()) return s;
  return qualitative::CheckTakesTexts(study_case);
}

absl::Status CheckTakesText(const StudyCase& study_case, const StudyText& text, absl::Time now) {
  if (absl::Status s = CheckTakesText(study_case, now); !s.ok()) return s;
  return qualitative::CheckNoneWithdrew(study_case, text);
}

absl::StatusOr<absl::Time> NoteText(resource::Store& store, const OnBehalf& caller,
                                    const TextPlace& place, const TextNote& note, TextCheck check) {
  absl::Time now;
  const absl::Status noted = store.WriteAndWait(caller.cause, [&](Tx& tx) -> absl::Status {
    StudyCase study_case;
    const absl::Status loaded = LoadTextCase(tx, place.study_case, note.of_deleted, &study_case);
    if (!loaded.ok()) return loaded;
    now = tx.now();
    if (absl::Status s = check(study_case, now); !s.ok()) return s;
    tx.LogNote(place.study_case, note.verb, note.reason);
    return absl::OkStatus();
  });
  if (!noted.ok()) return noted;
  return now;
}

absl::StatusOr<StoredText> ReadStoredText(const StudyStore::Lease& files,
                                          const sql::Patience& patience, const TextPlace& place) {
  if (files == nullptr) return rpc::NotFound(place.name());
  std::optional<StoredText> found;
  const absl::Status read = files->Read(patience, [&](sql::Connection& connection) {
    found = qualitative::FindText(connection, place.text_id);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  if (!found.has_value() || found->case_id != place.case_id()) return rpc::NotFound(place.name());
  return *std::move(found);
}

absl::StatusOr<StudyStore::Lease> OpenToOverwrite(StudyStore& studies, const TextPlace& place) {
  auto files = studies.Find(place.study());
  if (!files.ok() || *files == nullptr) return files;
  if (absl::Status s = (*files)->Tidy(); !s.ok()) return s;
  return files;
}

StoredText ToStored(const TextPlace& place, const StudyText& text) {
  StoredText stored;
  stored.text_id = place.text_id;
  stored.case_id = place.case_id();
  stored.kind = text.kind();
  stored.title = text.title();
  stored.language = text.language();
  stored.content = text.content();
  stored.code_points = static_cast<int64_t>(types::CodePointCount(text.content()));
  stored.media = MediaOf(text);
  for (const v1alpha::TextTurn& turn : text.turns()) {
    StoredTurn& made = stored.turns.emplace_back();
    made.span = {turn.range().begin(), turn.range().end()};
    made.speaker = turn.speaker();
    if (turn.has_start_offset()) made.start_ms = ToMs(turn.start_offset());
    if (turn.has_end_offset()) made.end_ms = ToMs(turn.end_offset());
  }
  return stored;
}

absl::Status TellText(const std::string& study_case, const StoredText& stored, StudyText* text) {
  text->Clear();
  if (!text->ParseFromString(stored.media)) {
    return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                      "what is kept of the recordings of a text cannot be read");
  }
  text->set_name(TextPlace{study_case, stored.text_id}.name());
  text->set_title(stored.title);
  text->set_kind(static_cast<StudyText::Kind>(stored.kind));
  text->set_language(stored.language);
  text->set_content(stored.content);
  for (const StoredTurn& turn : stored.turns) {
    v1alpha::TextTurn* told = text->add_turns();
    told->mutable_range()->set_begin(turn.span.begin);
    told->mutable_range()->set_end(turn.span.end);
    told->set_speaker(turn.speaker);
    if (turn.start_ms >= 0) SetMs(turn.start_ms, told->mutable_start_offset());
    if (turn.end_ms >= 0) SetMs(turn.end_ms, told->mutable_end_offset());
  }
  text->set_code_points(stored.code_points);
  text->set_revision(stored.revision);
  const auto time = [](int64_t micros) { return types::ToTimestamp(absl::FromUnixMicros(micros)); };
  *text->mutable_create_time() = time(stored.create_time);
  *text->mutable_update_time() = time(stored.update_time);
  return absl::OkStatus();
}

rpc::FieldViolations CheckTold(absl::string_view field, const StudyText& told) {
  const size_t flags = kMaxFlagBytes * static_cast<size_t>(told.turns_size());
  if (told.ByteSizeLong() + flags <= kMaxToldBytes) return {};
  return {{std::string(field), absl::StrCat("too long; with its turns a text has at most ",
                                            kMaxToldBytes, " bytes, so make several of it")}};
}

void HideForTelling(const StudyCase& study_case, StudyText* told) {
  qualitative::HideWithdrawn(study_case, told);
  // The sign has three bytes, and a letter may have had one.
  if (told->ByteSizeLong() > kMaxToldBytes) qualitative::HideWithdrawn(study_case, told, "*");
}

rpc::FieldViolations CheckToStore(const TextPlace& place, const StudyCase& study_case,
                                  const StudyText& text) {
  const auto indexed = qualitative::IndexedText::Make(text.content());
  const auto cuts_sign = [&indexed](int64_t position) {
    return indexed.ok() && !indexed->IsBoundary(position);
  };
  rpc::FieldViolations violations = qualitative::CheckStudyText(study_case, text, cuts_sign);
  const bool content_is_wrong =
      std::any_of(violations.begin(), violations.end(),
                  [](const rpc::FieldViolation& each) { return each.field == "text.content"; });
  if (!indexed.ok() && !content_is_wrong) {
    violations.push_back({"text.content", std::string(indexed.status().message())});
  }
  if (!violations.empty()) return violations;
  StudyText told;
  TellText(place.study_case, ToStored(place, text), &told).IgnoreError();  // Of what is sound.
  return CheckTold("text.content", told);
}

absl::Status AddTextOnce(sql::Connection& connection, StoredText* text) {
  std::optional<StoredText> there = qualitative::FindText(connection, text->text_id);
  if (!there.has_value()) return qualitative::AddText(connection, *text);
  if (!IsSame(*there, *text)) {
    return qualitative::TextExists(qualitative::TextName(connection, text->case_id, text->text_id));
  }
  *text = *std::move(there);
  return absl::OkStatus();
}

absl::Status KeepNewText(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                         const TextPlace& place, absl::string_view verb, const StudyText& text,
                         StudyText* told) {
  StoredText stored = ToStored(place, text);
  const absl::StatusOr<bool> there = IsThere(studies, caller, place, &stored);
  if (!there.ok()) return there.status();
  if (*there) return TellWithoutContent(place, &stored, told);
  const auto now =
      NoteText(store, caller, place, {verb}, [&](const StudyCase& study_case, absl::Time at) {
        return CheckTakesText(study_case, text, at);
      });
  if (!now.ok()) return now.status();
  stored.create_time = stored.update_time = absl::ToUnixMicros(*now);
  const auto files = studies.Make(place.study());
  if (!files.ok()) return files.status();
  const absl::Status added =
      (*files)->Add([&](sql::Connection& connection) { return AddTextOnce(connection, &stored); });
  if (!added.ok()) return added;
  return TellWithoutContent(place, &stored, told);
}

}  // namespace lotse::survey
