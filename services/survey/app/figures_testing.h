#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/app/app_testing.h"
#include "services/survey/app/basic_figures.h"
#include "services/survey/app/personal_use_cases.h"
#include "services/survey/app/release_use_cases.h"

// The base of the tests of releases of figures.
namespace lotse::survey {

using v1alpha::Table;
using v1alpha::TableCell;
using v1alpha::TableSpec;

inline constexpr auto kChanged = type::v1alpha::ERROR_REASON_SNAPSHOT_CHANGED;

inline void ForEachCell(const Table& table, const std::function<void(const TableCell&)>& take) {
  for (const auto& layer : table.layers()) {
    for (const auto& total : layer.totals()) take(total);
    for (const auto& row : layer.rows()) {
      for (const auto& cell : row.cells()) take(cell);
      if (row.has_total()) take(row.total());
    }
  }
}

// 60 people: 34 women, 23 men and 3 diverse, of whom every third gave each opinion and every
// second is of each unit; who is of the first one was asked for how long.
class FiguresTesting : public AppTest {
 protected:
  static constexpr int kPeople = 60;

  void SetUp() override {
    AppTest::SetUp();
    images_ = std::make_unique<ImageCache>(responses_.get(),
                                           ImageCache::Options{.built = [this] { ++built_; }});
  }
  void TearDown() override {
    images_.reset();
    AppTest::TearDown();
  }

  static Instrument FiguresInstrument() {
    Instrument instrument;
    google::protobuf::TextFormat::ParseFromString(
        R"(title { variants { language: "de" text: "Befragung" } }
           sections {
             questions { code: "G" kind: KIND_SINGLE_CHOICE
               text { variants { language: "de" text: "Geschlecht?" } }
               options { code: "w" label { variants { language: "de" text: "weiblich" } } }
               options { code: "m" label { variants { language: "de" text: "männlich" } } }
               options { code: "d" label { variants { language: "de" text: "divers" } } } }
             questions { code: "O" kind: KIND_SINGLE_CHOICE
               text { variants { language: "de" text: "Meinung?" } }
               options { code: "1" label { variants { language: "de" text: "gut" } } }
               options { code: "2" label { variants { language: "de" text: "mittel" } } }
               options { code: "3" label { variants { language: "de" text: "schlecht" } } } }
             questions { code: "U" kind: KIND_SINGLE_CHOICE
               text { variants { language: "de" text: "Amt?" } }
               options { code: "x" label { variants { language: "de" text: "Bauamt" } } }
               options { code: "y" label { variants { language: "de" text: "Kämmerei" } } } }
             questions { code: "L" kind: KIND_SINGLE_CHOICE
               text { variants { language: "de" text: "Wie lange schon?" } }
               options { code: "k" label { variants { language: "de" text: "kurz" } } }
               options { code: "l" label { variants { language: "de" text: "lange" } } }
               relevant_if { code: "U" test: TEST_ANY_CHOSEN options: "x" } } })",
        &instrument);
    return instrument;
  }

  static void Answer(int person, google::protobuf::RepeatedPtrField<v1alpha::Answer>* answers) {
    const auto add = [&](const char* code, const char* choice) {
      auto* answer = answers->Add();
      answer->set_code(code);
      answer->set_choice(choice);
    };
    add("G", person < 34 ? "w" : person < 57 ? "m" : "d");
    add("O", person % 3 == 0 ? "1" : person % 3 == 1 ? "2" : "3");
    add("U", person % 2 == 0 ? "x" : "y");
    if (person % 2 == 0) add("L", person % 4 == 0 ? "k" : "l");
  }
  static std::string ResponseId(int person) {
    return absl::StrFormat("%08x-0000-4000-8000-000000000000", person);
  }

  // The wave w, open, with nobody in it yet.
  void MakeEmptyWave(const Instrument& instrument,
                     Wave::Identity identity = Wave::IDENTITY_ANONYMOUS, int partial_from = 0) {
    ASSERT_EQ(MakeInstrument(instrument), kOk) << status_;
    ASSERT_EQ(MakeSurvey(), kOk) << status_;
    ASSERT_EQ(Run(PopulationRequest(), &population_), kOk) << status_;
    ASSERT_EQ(Run(NoticeRequest(), &text_), kOk) << status_;
    auto q = WaveRequest();
    q.mutable_wave()->set_identity(identity);
    q.mutable_wave()->set_partial_from_section(partial_from);
    if (identity != Wave::IDENTITY_ANONYMOUS) q.mutable_wave()->set_access(Wave::ACCESS_INVITED);
    ASSERT_EQ(Run(q, &wave_), kOk) << status_;
    ASSERT_EQ(Release(wave_.etag()), kOk) << status_;
    ASSERT_EQ(Open(wave_.etag()), kOk) << status_;
  }
  // People of a unit, who gave their sex and an opinion, or broke off in the first section.
  void SubmitSome(int people, const char* unit, const char* sex, const char* opinion) {
    for (int i = 0; i < people; ++i) {
      v1alpha::SubmitResponseRequest q;
      q.set_parent(kWave);
      q.set_response_id(ResponseId(people_++));
      const auto add = [&](const char* code, const char* choice) {
        auto* answer = q.add_answers();
        answer->set_code(code);
        answer->set_choice(choice);
      };
      add("U", unit);
      if (sex == nullptr) {
        q.set_broke_off_section(1);
      } else {
        add("G", sex);
        add("O", opinion);
      }
      ASSERT_EQ(Submit(q), kOk) << status_;
    }
  }
  // The wave w, open, of this mode.
  void MakeFiguresWave(Wave::Identity identity = Wave::IDENTITY_ANONYMOUS) {
    MakeEmptyWave(FiguresInstrument(), identity);
    for (int person = 0; person < kPeople; ++person) {
      v1alpha::SubmitResponseRequest response;
      response.set_parent(kWave);
      response.set_response_id(ResponseId(person));
      if (identity != Wave::IDENTITY_ANONYMOUS) {
        response.set_invitation_token(Invite(absl::StrCat("r", person)));
      }
      Answer(person, response.mutable_answers());
      ASSERT_EQ(Submit(response), kOk) << status_;
      if (person == 5) code_of_5_ = submitted_.withdrawal_code();
    }
  }
  void MakeClosedWave(Wave::Identity identity = Wave::IDENTITY_ANONYMOUS) {
    MakeFiguresWave(identity);
    ASSERT_EQ(GetWave(), kOk);
    ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
  }
  std::string Invite(const std::string& recipient) {
    v1alpha::IssueInvitationsRequest q;
    q.set_parent(kWave);
    q.add_recipients()->set_recipient(recipient);
    v1alpha::IssueInvitationsResponse r;
    EXPECT_EQ(Reason(IssueInvitations(*store_, *responses_, {cause_, {}}, q, &r)), kOk) << status_;
    return r.invitations(0).token();
  }
  // Takes the answers of person 5 of a personal wave back.
  ErrorReason Withdraw() {
    v1alpha::WithdrawResponseRequest q;
    q.set_parent(kWave);
    q.set_withdrawal_code(code_of_5_);
    return Async(q, [&](Submission s) { WithdrawResponse(*store_, *responses_, q, std::move(s)); });
  }
  // What is kept of the figures of the wave.
  stored::BasicFigures Kept() {
    stored::BasicFigures kept;
    const absl::Status read = store_->Read([&](Tx& tx) -> absl::Status {
      const auto found = FindBasicFigures(tx, kWave);
      if (found.ok() && found->has_value()) kept = **found;
      return found.status();
    });
    EXPECT_TRUE(read.ok()) << read;
    return kept;
  }
  ErrorReason EraseQuestion(const char* code) {
    EXPECT_EQ(GetWave(), kOk);
    v1alpha::EraseAnswersRequest q;
    q.set_name(kWave);
    q.set_etag(wave_.etag());
    q.add_codes(code);
    q.set_reason("zu heikel");
    wave_.Clear();
    return Reason(EraseAnswers(*store_, *responses_, {cause_, {}}, q, &wave_));
  }
  ErrorReason Purge() {
    EXPECT_EQ(GetWave(), kOk);
    v1alpha::PurgeWaveRequest q;
    q.set_name(kWave);
    q.set_etag(wave_.etag());
    q.set_reason("Projekt beendet");
    return Reason(PurgeWave(*store_, *responses_, {cause_, {}}, q, &wave_));
  }

  static v1alpha::CreateReleaseRequest Begin(const char* id) {
    v1alpha::CreateReleaseRequest q;
    google::protobuf::TextFormat::ParseFromString(
        R"(parent: "programmes/p/engagements/e/surveys/s/waves/w"
           release { title { variants { language: "de" text: "Bericht" } }
                     audience: AUDIENCE_STEERING_GROUP break_variables: ["G", "U"] })",
        &q);
    q.set_release_id(id);
    return q;
  }
  ErrorReason Create(const v1alpha::CreateReleaseRequest& q) {
    release_.Clear();
    return Reason(CreateRelease(*store_, *standard_, *responses_, *images_, {cause_, patience_}, q,
                                &release_));
  }
  static std::string NameOf(const std::string& release) {
    return absl::StrCat(kWave, "/releases/", release);
  }
  // A table of variables, of those who chose one of the options of the filter.
  static TableSpec Spec(std::vector<std::string> variables, const char* filter = nullptr,
                        std::vector<std::string> options = {}) {
    TableSpec spec;
    spec.mutable_variables()->Assign(variables.begin(), variables.end());
    if (filter != nullptr) {
      auto* added = spec.add_filters();
      added->set_variable(filter);
      added->mutable_options()->Assign(options.begin(), options.end());
    }
    return spec;
  }
  absl::Status Ask(const std::string& release, const std::vector<TableSpec>& specs,
                   v1alpha::TabulateResponse* r) {
    v1alpha::TabulateRequest q;
    q.set_name(NameOf(release));
    for (const TableSpec& spec : specs) *q.add_tables() = spec;
    if (absl::Status s = Admit(q); !s.ok()) return s;
    return survey::Tabulate(*store_, *responses_, *images_, {cause_, patience_}, q, r);
  }
  ErrorReason Add(const std::string& release, const std::vector<TableSpec>& specs) {
    added_.Clear();
    return Reason(Ask(release, specs, &added_));
  }
  ErrorReason Freeze(const std::string& release, const std::string& etag = "") {
    v1alpha::FreezeReleaseRequest q;
    q.set_name(NameOf(release));
    q.set_etag(etag);
    release_.Clear();
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    return Reason(FreezeRelease(*store_, {cause_, patience_}, q, &release_));
  }
  ErrorReason Check(const std::string& release) {
    v1alpha::CheckReleaseRequest q;
    q.set_name(NameOf(release));
    checked_.Clear();
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    return Reason(CheckRelease(*store_, *responses_, *images_, {cause_, patience_}, q, &checked_));
  }
  static int Hidden(const Table& table) {
    int hidden = 0;
    ForEachCell(table, [&](const TableCell& cell) { hidden += cell.has_protected_(); });
    return hidden;
  }
  v1alpha::ReleasedTable Stored(const std::string& release, const char* table) {
    v1alpha::ReleasedTable stored;
    const std::string name = absl::StrCat(NameOf(release), "/tables/", table);
    EXPECT_EQ(ByName<v1alpha::GetReleasedTableRequest>(name.c_str(), &stored), kOk) << status_;
    return stored;
  }
  // Whether what is told first of the wave was counted.
  bool FiguresAreKept() {
    bool kept = false;
    const absl::Status read = store_->Read([&](Tx& tx) {
      const auto figures = FindBasicFigures(tx, kWave);
      kept = figures.ok() && figures->has_value();
      return figures.status();
    });
    EXPECT_TRUE(read.ok()) << read;
    return kept;
  }
  ErrorReason GetRelease(const std::string& release) {
    return ByName<v1alpha::GetReleaseRequest>(NameOf(release).c_str(), &release_);
  }

  int built_ = 0;   // Images.
  int people_ = 0;  // Who were submitted by SubmitSome.
  std::unique_ptr<ImageCache> images_;
  std::string code_of_5_;
  v1alpha::Release release_;
  v1alpha::TabulateResponse added_;
  v1alpha::CheckReleaseResponse checked_;
};

}  // namespace lotse::survey
