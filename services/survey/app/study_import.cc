#include "services/survey/app/study_import.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "lotse/survey/v1alpha/study_case_requests.pb.h"
#include "runtime/resource/standard.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/request.h"
#include "services/survey/app/case_fields.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/app/codebooks.h"
#include "services/survey/app/studies.h"
#include "services/survey/app/study_foreign.h"
#include "services/survey/app/study_import_foreign.h"
#include "services/survey/app/study_text_steps.h"
#include "services/survey/app/words_left_out.h"
#include "services/survey/qualitative/material/codebook_rows.h"
#include "services/survey/qualitative/rules/study_place.h"

namespace lotse::survey {
namespace {

using qualitative::StoredCoding;
using qualitative::StoredMemo;
using qualitative::StudyPlace;
using v1alpha::ImportFinding;
using v1alpha::ImportStudyRequest;

using Head = ImportStudyRequest::Head;

// Stores what a file makes inside a transaction over the material, for a caller as `reach` has
// them now. What is there already by the same file is left as it is.
class MaterialWriter {
 public:
  MaterialWriter(sql::Connection* connection, const StudyReach& reach, WordsLeftOut* left_out)
      : connection_(*connection), reach_(reach), left_out_(*left_out), study_(reach.name()) {}

  absl::Status Write(StudyImport import) {
    for (const auto& [text_id, revision] : import.revisions) {
      const auto place = qualitative::PlaceOf(connection_, text_id);
      if (!place.has_value()) return WasChanged(study_, "the study");
      if (place->revision != revision) {
        return WasChanged(qualitative::TextName(connection_, place->case_id, text_id), "a text");
      }
    }
    for (auto& [codebook_id, codebook] : import.codebooks) {
      if (absl::Status s = AddCodebook(codebook_id, std::move(codebook)); !s.ok()) return s;
    }
    for (qualitative::StoredText& text : import.texts) {
      if (absl::Status s = AddTextOnce(connection_, &text); !s.ok()) return s;
    }
    for (const StoredCoding& coding : import.codings) {
      if (absl::Status s = AddCoding(coding); !s.ok()) return s;
    }
    for (StoredMemo& memo : import.memos) {
      if (absl::Status s = AddMemo(std::move(memo)); !s.ok()) return s;
    }
    return WriteForeign(connection_, reach_, left_out_, import.foreign);
  }

 private:
  std::string NameOfCoding(const std::string& coding_id) const {
    return qualitative::NameOf(study_, {StudyPlace::Kind::kCoding, "", coding_id});
  }

  // What is there stays, and memos are on that; nothing new comes onto words that are hidden now.
  absl::Status AddCoding(const StoredCoding& coding) {
    const std::string case_id = CaseOf(coding.text_id);
    if (absl::Status s = CheckCoding(coding, case_id); !s.ok()) return s;
    const bool is_hidden = left_out_.Touch(connection_, case_id, coding.text_id, coding.span) &&
                           !qualitative::FindCoding(connection_, coding.coding_id).has_value();
    const auto stored = qualitative::AddCoding(connection_, coding);
    if (!stored.ok()) return stored.status();
    if (stored->coding_id != coding.coding_id) {
      stays_[NameOfCoding(coding.coding_id)] = NameOfCoding(stored->coding_id);
      return absl::OkStatus();
    }
    if (!is_hidden) return absl::OkStatus();
    return WordsAreLeftOut(
        qualitative::NameOf(study_, {StudyPlace::Kind::kText, case_id, coding.text_id}));
  }

  std::string CaseOf(const std::string& text_id) {
    const auto place = qualitative::PlaceOf(connection_, text_id);
    return place.has_value() ? place->case_id : "";
  }

  // As it is now: the text may be in a case that became restricted, and the code may be gone.
  absl::Status CheckCoding(const StoredCoding& coding, const std::string& case_id) {
    if (absl::Status s = reach_.CheckReaches(case_id); !s.ok()) return s;
    const auto known = HasCode(coding.code_id);
    if (!known.ok()) return known.status();
    return *known ? absl::OkStatus() : WasChanged(CodeName(study_, coding.code_id), "the codebook");
  }

  absl::StatusOr<bool> HasCode(const std::string& key) {
    const std::string codebook_id = key.substr(0, key.find('/'));
    const auto [codes, is_new] = codes_.try_emplace(codebook_id);
    if (is_new) {
      const auto codebook = ReadCodebook(connection_, codebook_id);
      if (!codebook.ok()) return codebook.status();
      if (codebook->has_value()) {
        for (const v1alpha::StudyCode& code : (*codebook)->codes()) {
          codes->second.insert(CodeKey(codebook_id, code.name()));
        }
      }
    }
    return codes->second.contains(key);
  }

  absl::Status AddCodebook(const std::string& codebook_id, v1alpha::Codebook codebook) {
    const auto there = IsCodebookThere(connection_, CodebookName(study_, codebook_id), &codebook);
    if (!there.ok() || *there) return there.status();
    return qualitative::AddCodebook(connection_, codebook_id, ContentOf(std::move(codebook)));
  }

  absl::Status AddMemo(StoredMemo memo) {
    if (const auto stays = stays_.find(memo.subject); stays != stays_.end()) {
      memo.subject = stays->second;
    }
    const auto there = qualitative::FindMemo(connection_, memo.memo_id);
    if (there.has_value() && qualitative::SayTheSame(*there, memo)) return absl::OkStatus();
    if (!memo.text_id.empty()) memo.case_id = CaseOf(memo.text_id);
    if (left_out_.TouchMemo(connection_, study_, memo)) return WordsAreLeftOut(memo.subject);
    return qualitative::AddMemo(connection_, memo);
  }

  sql::Connection& connection_;
  const StudyReach& reach_;
  WordsLeftOut& left_out_;
  const std::string& study_;
  absl::flat_hash_map<std::string, std::string> stays_;
  absl::flat_hash_map<std::string, absl::flat_hash_set<std::string>> codes_;  // Keys, by codebook.
};

// Whether the caller may still take in what these coders did; see AddCodings.
absl::Status CheckCoders(const StudyReach& reach, const StudyImport& import) {
  absl::flat_hash_set<absl::string_view> coders;
  for (const StoredCoding& each : import.codings) coders.insert(each.coder);
  for (const StoredMemo& each : import.memos) coders.insert(each.coder);
  for (const qualitative::ForeignThing& each : import.foreign) {
    if (!SeesForeign(reach, each.coder)) return WasChanged(reach.name(), "the study");
  }
  for (const v1alpha::StudyCoder& each : reach.study().coders()) {
    if (reach.Sees(each.coder_id())) coders.erase(each.coder_id());
  }
  return coders.empty() ? absl::OkStatus() : WasChanged(reach.name(), "the study");
}

// Whether the cases that are there take still what is laid on them or on their texts.
absl::Status CheckCasesThere(resource::Tx& tx, qualitative::StudyFiles* files,
                             const StudyReach& reach, const StudyImport& import) {
  absl::flat_hash_set<std::string> cases;
  if (files != nullptr && !import.revisions.empty()) {
    const absl::Status read = files->Read({}, [&](sql::Connection& connection) {
      cases.clear();
      for (const auto& [text_id, revision] : import.revisions) {
        if (const auto place = qualitative::PlaceOf(connection, text_id))
          cases.insert(place->case_id);
      }
      return absl::OkStatus();
    });
    if (!read.ok()) return read;
  }
  for (const StoredMemo& memo : import.memos) {
    if (!memo.case_id.empty() && memo.text_id.empty()) cases.insert(memo.case_id);
  }
  AddForeignCases(import.foreign, &cases);
  // Whether these can be made is seen then.
  absl::flat_hash_set<std::string> made;
  for (const v1alpha::StudyCase& each : import.cases) made.insert(LastPart(each.name()));
  for (const std::string& case_id : cases) {
    if (absl::Status s = reach.CheckReaches(case_id); !s.ok()) return s;
    if (made.contains(case_id)) continue;
    const std::string name =
        qualitative::NameOf(reach.name(), {StudyPlace::Kind::kCase, "", case_id});
    if (absl::Status s = tx.CheckThere(name, /*live=*/true); !s.ok()) return s;
  }
  return absl::OkStatus();
}

// The texts of an import, by the ids of their cases.
using TextsByCase = absl::flat_hash_map<std::string, std::vector<const qualitative::StoredText*>>;

TextsByCase ByCase(const StudyImport& import) {
  TextsByCase texts;
  for (const qualitative::StoredText& text : import.texts) texts[text.case_id].push_back(&text);
  return texts;
}

// Makes the cases, and notes that something is imported. `texts` are grouped before it begins:
// everybody else who writes waits meanwhile.
absl::Status MakeCases(resource::Tx& tx, qualitative::StudyStore& studies, const std::string& study,
                       const StudyImport& import, const TextsByCase& texts) {
  if (absl::Status s = tx.CheckThere(study, /*live=*/true); !s.ok()) return s;
  for (const std::string& name : import.taken_cases) {
    v1alpha::StudyCase there;
    absl::Status fits = LoadTextCase(tx, name, OfDeleted::kRefused, &there);
    if (fits.ok()) fits = CheckTextsAreKept(there, tx.now());
    if (!fits.ok()) return NameCase(name, fits);
    const auto of_case = texts.find(LastPart(name));
    if (of_case == texts.end()) continue;
    for (const qualitative::StoredText* const text : of_case->second) {
      if (import.revisions.contains(text->text_id)) continue;
      v1alpha::StudyText told;
      fits = TellText(name, *text, &told);
      if (fits.ok()) fits = CheckTakesText(there, told, tx.now());
      if (!fits.ok()) return NameCase(name, fits);
    }
  }
  resource::Standard standard(&tx.schema());
  AddStudyRules(&studies, &standard);
  for (const v1alpha::StudyCase& each : import.cases) {
    v1alpha::CreateStudyCaseRequest q;
    q.set_parent(study);
    q.set_study_case_id(LastPart(each.name()));
    *q.mutable_study_case() = each;
    const schema::Method& method = tx.schema().MethodOf(q.GetDescriptor());
    v1alpha::StudyCase made;
    absl::Status done = rpc::InvalidFields(schema::CheckRequest(method, q));
    if (done.ok()) done = standard.Run(tx, method, q, &made);
    if (!done.ok()) return NameCase(each.name(), done);
  }
  tx.LogNote(study, "IMPORT_STUDY");
  return absl::OkStatus();
}

// What an import has put into the files of a study before the store committed its cases.
struct AddedCases {
  bool added = false;  // Whether the files have it.
  // The cases of which there was something before.
  std::optional<absl::flat_hash_set<std::string>> before = std::nullopt;
};

// Takes out of the files what was added to cases that the store did not make. Inside a transaction
// of the store, so that nobody who sends the same file again has made them meanwhile.
void TakeCasesOut(const StudyFileReading& reading, const StudyImport& import,
                  const AddedCases& added, qualitative::StudyFiles* files) {
  resource::Cause cause = reading.caller.cause;
  cause.renew = nullptr;  // Also for somebody who may not do it any more.
  const auto take_out = [&](resource::Tx& tx) -> absl::Status {
    std::vector<std::string> unknown;
    for (const v1alpha::StudyCase& each : import.cases) {
      const std::string id = LastPart(each.name());
      if (added.before->contains(id)) continue;
      if (absl::IsNotFound(tx.CheckThere(each.name(), /*live=*/false))) unknown.push_back(id);
    }
    if (unknown.empty()) return absl::OkStatus();
    return files->Overwrite([&](sql::Connection& connection) {
      for (const std::string& id : unknown) qualitative::RemoveTextsOfCase(connection, id);
      return absl::OkStatus();
    });
  };
  // The caller is told of the first failure, and StudyPeriods tells what this leaves.
  reading.store.WriteAndWait(cause, take_out).IgnoreError();
}

// Stores it, or only tries to. All is done while nobody else changes the store, with the study as
// it is then, and the material is on disk before the cases are (the order of StudyFiles::Add):
// whatever the files refuse is in neither. If the store fails after that, what lies in cases that
// it did not make is taken out again; codebooks, and what lies in cases that were there, stay and
// are listed. If that fails too, or the process dies in between, there is material of cases that
// the store does not know: StudyPeriods tells it and erases nothing. In each case the same file
// completes it, for it gives the same ids.
absl::Status StoreImport(const StudyFileReading& reading, const StudyImport& import) {
  const std::string& study = reading.reach.name();
  const bool keep = !reading.head.validate_only();
  const auto files = keep ? reading.studies.Make(study) : reading.studies.Find(study);
  if (!files.ok()) return files.status();
  // So that what is only tried is rolled back.
  const absl::Status only_tried = absl::CancelledError("only tried");
  const TextsByCase texts = ByCase(import);
  bool tried = false;
  AddedCases added;
  const absl::Status done =
      reading.store.WriteAndWait(reading.caller.cause, [&](resource::Tx& tx) -> absl::Status {
        tried = false;
        const auto reach =
            StudyReach::MakeIn(tx, reading.caller.cause, study, StudyReach::For::kWriting);
        if (!reach.ok()) return reach.status();
        absl::Status fits = CheckCoders(*reach, import);
        if (fits.ok()) fits = CheckCasesThere(tx, files->get(), *reach, import);
        if (fits.ok()) fits = MakeCases(tx, reading.studies, study, import, texts);
        if (!fits.ok()) return fits;
        auto left_out = WordsLeftOut::MakeIn(tx, study);
        if (!left_out.ok()) return left_out.status();
        if (*files == nullptr) {
          tried = true;
          return only_tried;
        }
        const absl::Status stored = (*files)->Add([&](sql::Connection& connection) -> absl::Status {
          if (!added.before.has_value()) {
            const auto ids = qualitative::CasesWithMaterial(connection);
            added.before.emplace(ids.begin(), ids.end());
          }
          absl::Status written = MaterialWriter(&connection, *reach, &*left_out).Write(import);
          if (!written.ok() || keep) return written;
          tried = true;
          return only_tried;
        });
        // It may run again, when a neighbour has spoilt the transaction of the store.
        added.added |= stored.ok();
        return stored;
      });
  if (tried) return absl::OkStatus();
  if (!done.ok() && added.added) TakeCasesOut(reading, import, added, files->get());
  return done;
}

}  // namespace

absl::Status WasChanged(const std::string& resource, absl::string_view what) {
  return rpc::Error(type::v1alpha::ERROR_REASON_ETAG_MISMATCH,
                    absl::StrCat(what, " changed while the file was read; send it again"),
                    {{"resource", resource}});
}

absl::Status UnreadableFile(const absl::Status& why) {
  return rpc::Error(type::v1alpha::ERROR_REASON_UNREADABLE_SOURCE,
                    absl::StrCat("the file: ", why.message()));
}

bool TakeFindings(const std::vector<ImportFinding>& from, FindingList* findings) {
  for (const ImportFinding& each : from) findings->Add(each);
  return !HasError(from);
}

absl::Status ImportStudy(resource::Store& store, qualitative::StudyStore& studies,
                         const OnBehalf& caller, const Head& head, absl::string_view file,
                         v1alpha::ImportStudyResponse* r) {
  const auto reach = StudyReach::Make(store, caller, head.parent(), StudyReach::For::kWriting);
  if (!reach.ok()) return reach.status();
  FindingList findings;
  StudyImport import;
  const StudyFileReading reading = {store, studies, caller, *reach, head, file, findings};
  const absl::Status read = head.format() == ImportStudyRequest::FORMAT_QDPX
                                ? ReadProjectFile(reading, &import)
                                : ReadCodingTable(reading, &import);
  if (!read.ok()) return read;
  const auto found = std::move(findings).Take();
  *r->mutable_findings() = {found.begin(), found.end()};
  if (HasError(found)) return absl::OkStatus();
  if (absl::Status s = StoreImport(reading, import); !s.ok()) return s;
  for (const auto& each : import.cases) r->add_study_cases(each.name());
  for (const auto& [codebook_id, codebook] : import.codebooks) {
    r->add_codebooks(CodebookName(head.parent(), codebook_id));
  }
  for (const std::string& codebook_id : import.codebooks_there) {
    r->add_codebooks(CodebookName(head.parent(), codebook_id));
  }
  r->set_texts(static_cast<int32_t>(import.texts.size()));
  r->set_codings(static_cast<int32_t>(import.codings.size()));
  r->set_memos(static_cast<int32_t>(import.memos.size()));
  r->set_foreign(static_cast<int32_t>(import.foreign.size()));
  return absl::OkStatus();
}

}  // namespace lotse::survey
