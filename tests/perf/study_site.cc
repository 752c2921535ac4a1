#include "tests/perf/study_site.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/text_format.h"
#include "lotse/survey/v1alpha/codebook.pb.h"
#include "lotse/survey/v1alpha/material_release_service.pb.h"
#include "lotse/survey/v1alpha/study.pb.h"
#include "lotse/survey/v1alpha/study_case.pb.h"
#include "lotse/survey/v1alpha/study_service.pb.h"
#include "lotse/survey/v1alpha/study_text.pb.h"
#include "lotse/type/v1alpha/blob_service.pb.h"
#include "runtime/types/uuid.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/qualitative/material/codebook_rows.h"
#include "services/survey/qualitative/material/coding_rows.h"
#include "tests/perf/daemon.h"

namespace lotse::perf {
namespace {

using namespace survey::qualitative;  // NOLINT: what is stored is all from there.
using survey::v1alpha::Study;
using survey::v1alpha::StudyCase;

constexpr char kCodebook[] = "themen";
constexpr int kRoles = 4;
constexpr int kPlaces = 3;
constexpr int kCoders = 4;
constexpr int64_t kTime = 1'764'000'000'000'000;

// What everybody says, again and again.
constexpr char kSaid[] =
    "Die Verwaltung öffnet ihre Türen für alle. Was hält uns auf? Es gibt keine Treppe, nur "
    "Stufen, und wer später kommt, findet niemanden mehr. Das müsste größer sein – und früher am "
    "Morgen! ";

template <class T>
T OrEnd(absl::StatusOr<T> value) {
  EndUnlessOk(value.status());
  return *std::move(value);
}

// The code points of `text`, each of which is a sign.
std::vector<std::string> SignsOf(absl::string_view text) {
  std::vector<std::string> signs;
  for (const char byte : text) {
    if ((static_cast<unsigned char>(byte) & 0xC0) != 0x80) signs.emplace_back();
    signs.back().push_back(byte);
  }
  return signs;
}

// So many code points, from a place of their own in what everybody says.
std::string Wording(int text, int64_t code_points) {
  static const auto* const said = new std::vector<std::string>(SignsOf(kSaid));
  std::vector<std::string> signs;
  if (text == 0) signs = SignsOf(absl::StrCat(StudySite::kRareWord, ". "));
  for (size_t i = static_cast<size_t>(text) * 7; signs.size() < static_cast<size_t>(code_points);
       ++i) {
    signs.push_back((*said)[i % said->size()]);
  }
  std::string wording;
  for (const std::string& sign : signs) wording += sign;
  return wording;
}

// `p3` of a corpus as a pseudonym.
std::string PseudonymOf(absl::string_view speaker) {
  return speaker.empty() ? "" : absl::StrCat("P", speaker.substr(1));
}

std::string Labelled(absl::string_view field, const std::string& code, absl::string_view more) {
  return absl::StrCat(field, " { code: \"", code, "\" label { variants { language: \"de\" text: \"",
                      code, "\" } } ", more, " } ");
}

template <class R>
R Parsed(absl::string_view name, const std::string& text) {
  R made;
  if (!google::protobuf::TextFormat::ParseFromString(text, &made)) {
    EndUnlessOk(absl::InvalidArgumentError(text));
  }
  made.set_name(std::string(name));
  return made;
}

constexpr char kTitle[] = "title { variants { language: \"de\" text: \"Haus\" } } ";

Study MakeStudy() {
  std::string text = absl::StrCat(
      kTitle, "kinds: KIND_FOCUS_GROUP retention { names_months: 6 material_months: 24 } ");
  for (int i = 0; i < kRoles; ++i) {
    absl::StrAppend(&text, Labelled("roles", absl::StrCat("g", i), ""));
  }
  std::string places;
  for (int i = 0; i < kPlaces; ++i) {
    absl::StrAppend(&places, Labelled("categories", absl::StrCat("n", i), ""));
  }
  absl::StrAppend(&text, Labelled("attributes", "ort", places));
  for (int i = 0; i < kCoders; ++i) {
    absl::StrAppend(&text, "coders { coder_id: \"coder", i, "\" subject: \"sub-", i, "\" } ");
  }
  return Parsed<Study>(StudySite::kStudy, text);
}

// A focus group of people with these pseudonyms, who are all of one place.
StudyCase MakeCase(absl::string_view name, const std::vector<std::string>& people, int place) {
  std::string text = absl::StrCat(
      kTitle, "kind: KIND_FOCUS_GROUP held_date { year: 2025 month: 11 day: 1 } staff { ",
      "pseudonym: \"M1\" role: ROLE_MODERATOR } ");
  for (size_t i = 0; i < people.size(); ++i) {
    absl::StrAppend(&text, "participants { pseudonym: \"", people[i], "\" role: \"g", i % kRoles,
                    "\" consent: CONSENT_QUOTES values { attribute: \"ort\" category: \"n",
                    place % kPlaces, "\" } } ");
  }
  return Parsed<StudyCase>(name, text);
}

// Ids of the texts by those of the corpus.
using TextIds = absl::flat_hash_map<std::string, std::string>;

absl::Status AddTexts(sql::Connection& connection, const CorpusInput& input, const TextIds& ids) {
  for (size_t i = 0; i < input.texts.size(); ++i) {
    const CorpusText& text = input.texts[i];
    StoredText stored;
    stored.text_id = ids.at(text.id);
    stored.case_id = text.case_id;
    stored.kind = survey::v1alpha::StudyText::KIND_TRANSCRIPT;
    stored.title = absl::StrCat("Gruppe ", i + 1);
    stored.language = "de";
    stored.content = Wording(static_cast<int>(i), text.length);
    stored.code_points = text.length;
    stored.create_time = kTime;
    for (const CorpusTurn& turn : text.turns) {
      StoredTurn& made = stored.turns.emplace_back();
      made.span = turn.span;
      made.speaker = PseudonymOf(turn.speaker);
    }
    if (absl::Status s = AddText(connection, stored); !s.ok()) return s;
  }
  return absl::OkStatus();
}

absl::Status AddCodings(sql::Connection& connection, const CorpusInput& input, const TextIds& ids) {
  for (const Coding& coding : input.codings) {
    StoredCoding stored;
    stored.coding_id = types::NewRandomUuid();
    stored.text_id = ids.at(coding.text);
    stored.span = coding.span;
    stored.code_id = survey::CodeKey(kCodebook, coding.code);
    stored.coder = coding.coder;
    stored.create_time = kTime + coding.time_ms * 1000;
    if (absl::Status s = AddCoding(connection, stored).status(); !s.ok()) return s;
  }
  return absl::OkStatus();
}

}  // namespace

void EndUnlessOk(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "bench: %s\n", std::string(status.message()).c_str());
  std::exit(1);
}

StudySite::StudySite(const CorpusInput& input)
    : folder_(MakeFolder()), caller_{{"bench", "", ""}, {}} {
  OpenStores();
  MakeResources(input);
  MakeMaterial(input);
}

StudySite::~StudySite() {
  studies_.reset();
  store_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string StudySite::MaterialPath() const {
  return StudyFiles::PathsOf({folder_, folder_}, kStudy).material;
}

std::string StudySite::CodeName(const std::string& id) {
  return survey::CodeName(kStudy, survey::CodeKey(kCodebook, id));
}

StoredText StudySite::Read(const std::string& text_id) {
  const StudyStore::Lease files = OrEnd(studies_->Find(kStudy));
  std::optional<StoredText> found;
  EndUnlessOk(files->Read({}, [&](sql::Connection& connection) {
    found = FindText(connection, text_id);
    return found.has_value() ? absl::OkStatus() : absl::NotFoundError("a text is not there");
  }));
  return *std::move(found);
}

void StudySite::Add(StudyFiles::Work work) {
  const StudyStore::Lease files = OrEnd(studies_->Make(kStudy));
  EndUnlessOk(files->Add(work));
}

void StudySite::OpenStores() {
  resource::Store::Options options;
  options.path = folder_ + "/survey.db";
  // Named by one of their messages, so that they are linked in.
  options.schema = OrEnd(resource::Schema::Compile(
      {survey::v1alpha::CreateStudyRequest::descriptor()->file()->service(0)->full_name(),
       survey::v1alpha::CreateMaterialReleaseRequest::descriptor()->file()->service(0)->full_name(),
       type::v1alpha::GetBlobRequest::descriptor()->file()->service(0)->full_name()}));
  options.clock = [] { return absl::Now(); };
  store_ = OrEnd(resource::Store::Open(std::move(options)));
  studies_ = std::make_unique<StudyStore>(StudyFolders{folder_, folder_}, sql::WriteLimits());
}

void StudySite::MakeResources(const CorpusInput& input) {
  std::vector<std::string> people;
  for (const CorpusSpeaker& speaker : input.speakers) people.push_back(PseudonymOf(speaker.id));
  std::vector<std::string> others;
  for (int i = 1; i <= 7; ++i) others.push_back(absl::StrCat("B", i));
  EndUnlessOk(store_->WriteAndWait(caller_.cause, [&](resource::Tx& tx) -> absl::Status {
    Study study = MakeStudy();
    if (absl::Status s = tx.Create(&study); !s.ok()) return s;
    for (size_t i = 0; i < input.cases.size(); ++i) {
      const std::string name = absl::StrCat(kStudy, "/cases/", input.cases[i].id);
      StudyCase made = MakeCase(name, people, static_cast<int>(i));
      if (absl::Status s = tx.Create(&made); !s.ok()) return s;
    }
    StudyCase empty = MakeCase(kEmptyCase, others, 0);
    return tx.Create(&empty);
  }));
}

void StudySite::MakeMaterial(const CorpusInput& input) {
  survey::v1alpha::Codebook codebook;
  codebook.set_title("Themen");
  for (const Code& code : input.codebook.codes) {
    survey::v1alpha::StudyCode* const made = codebook.add_codes();
    made->set_name(code.id);
    made->set_parent(code.parent);
    made->set_label(code.name);
    made->set_codable(true);
  }
  TextIds ids;
  for (const CorpusText& text : input.texts) {
    ids[text.id] = types::NewRandomUuid();
    code_points_ += text.length;
  }
  Add([&](sql::Connection& connection) -> absl::Status {
    const absl::Status added = AddCodebook(connection, kCodebook, survey::ContentOf(codebook));
    if (!added.ok()) return added;
    if (absl::Status s = AddTexts(connection, input, ids); !s.ok()) return s;
    return AddCodings(connection, input, ids);
  });
}

}  // namespace lotse::perf
