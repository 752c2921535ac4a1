#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/survey/app/app_testing.h"

// Questionnaires from a draft to their end: success, each documented error.
namespace lotse::survey {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1alpha::InstrumentChange;

constexpr auto kFinal = type::v1alpha::ERROR_REASON_CONTENT_FINAL;
constexpr char kNext[] = "programmes/p/engagements/e/instruments/next";

constexpr char kTable[] =
    "| settings | |\n| | form_title |\n| | Bogen |\n"
    "| survey | | | |\n| | type | name | label |\n| | integer | alter | Dein Alter |\n";

// The good questionnaire with another option code, and an option less.
Instrument NextInstrument() {
  Instrument instrument = GoodInstrument();
  auto* question = instrument.mutable_sections(0)->mutable_questions(0);
  question->set_code("oft");
  question->mutable_options()->RemoveLast();
  instrument.set_previous(kInstrument);
  return instrument;
}

class InstrumentStepsTest : public AppTest {
 protected:
  ErrorReason MakeDraft(Instrument content = GoodInstrument(), const char* id = "i") {
    v1alpha::CreateInstrumentRequest q;
    q.set_parent(kEngagement);
    q.set_instrument_id(id);
    *q.mutable_instrument() = std::move(content);
    q.set_draft(true);
    return Write<v1alpha::CreateInstrumentRequest>(&CreateInstrument, q, &instrument_);
  }
  ErrorReason Update(const Instrument& wanted) {
    v1alpha::UpdateInstrumentRequest q;
    *q.mutable_instrument() = wanted;
    q.mutable_update_mask()->add_paths("*");
    return Run(q, &instrument_);
  }
  ErrorReason Publish(const v1alpha::PublishInstrumentRequest& q) {
    return Write<v1alpha::PublishInstrumentRequest>(&PublishInstrument, q, &published_);
  }
  ErrorReason Publish(const char* name, const std::string& etag) {
    v1alpha::PublishInstrumentRequest q;
    q.set_name(name);
    q.set_etag(etag);
    return Publish(q);
  }
  ErrorReason Retire(const char* name, const std::string& etag) {
    v1alpha::RetireInstrumentRequest q;
    q.set_name(name);
    q.set_etag(etag);
    return Write<v1alpha::RetireInstrumentRequest>(&RetireInstrument, q, &instrument_);
  }
  ErrorReason Validate(const char* name) {
    v1alpha::ValidateInstrumentRequest q;
    q.set_name(name);
    return Read<v1alpha::ValidateInstrumentRequest>(&ValidateInstrument, q, &validated_);
  }
  ErrorReason Compare(const v1alpha::CompareInstrumentsRequest& q) {
    return Read<v1alpha::CompareInstrumentsRequest>(&CompareInstruments, q, &compared_);
  }
  // Says what became of the question and of its option.
  static v1alpha::PublishInstrumentRequest Mapped(const std::string& etag) {
    v1alpha::PublishInstrumentRequest q;
    q.set_name(kNext);
    q.set_etag(etag);
    auto* mapping = q.add_mappings();
    mapping->set_from("Q1");
    mapping->set_to("oft");
    mapping->add_options()->set_from("2");
    return q;
  }

  v1alpha::PublishInstrumentResponse published_;
  v1alpha::ValidateInstrumentResponse validated_;
  v1alpha::CompareInstrumentsResponse compared_;
};

TEST_F(InstrumentStepsTest, DraftIsChangedAndPublished) {
  Instrument broken = GoodInstrument();
  broken.mutable_sections(0)->mutable_questions(0)->clear_options();
  ASSERT_EQ(MakeDraft(broken), kOk) << status_;
  EXPECT_EQ(instrument_.state(), Instrument::STATE_DRAFT);
  EXPECT_THAT(instrument_.content_sha256(), IsEmpty());
  EXPECT_FALSE(instrument_.has_publish_time());
  EXPECT_EQ(MakeDraft(broken), kOk) << "the same once more";
  ASSERT_EQ(Validate(kInstrument), kOk);
  ASSERT_EQ(validated_.faults_size(), 1);
  EXPECT_EQ(validated_.faults(0).field(), "instrument.sections[0].questions[0].options");
  EXPECT_FALSE(validated_.has_comparison());
  EXPECT_EQ(Publish(kInstrument, "1"), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("instrument.sections[0].questions[0]"));

  Instrument mended = GoodInstrument();
  mended.set_name(kInstrument);
  ASSERT_EQ(Update(mended), kOk) << status_;
  EXPECT_EQ(instrument_.state(), Instrument::STATE_DRAFT);
  EXPECT_EQ(Validate(kInstrument), kOk);
  EXPECT_EQ(validated_.faults_size(), 0);
  ASSERT_EQ(Publish(kInstrument, "2"), kOk) << status_;
  const Instrument& published = published_.instrument();
  EXPECT_EQ(published.state(), Instrument::STATE_PUBLISHED);
  EXPECT_EQ(published.etag(), "3");
  EXPECT_TRUE(published.has_publish_time());
  EXPECT_FALSE(published_.has_comparison());
  const std::string hash = published.content_sha256();
  ASSERT_EQ(MakeInstrument(GoodInstrument(), "j"), kOk);
  EXPECT_EQ(instrument_.state(), Instrument::STATE_PUBLISHED);
  EXPECT_EQ(instrument_.content_sha256(), hash) << "as of one that was published at once";
}

TEST_F(InstrumentStepsTest, WhatIsProbablyNotMeantIsTold) {
  Instrument draft = GoodInstrument();
  auto* const text = draft.mutable_sections(0)->add_questions();
  text->set_code("Q2");
  text->set_kind(v1alpha::Question::KIND_TEXT);
  *text->mutable_text() = draft.sections(0).questions(0).text();
  text->mutable_logic()->set_relevant("${Q1}");
  ASSERT_EQ(MakeDraft(draft), kOk) << status_;
  ASSERT_EQ(Validate(kInstrument), kOk);
  EXPECT_EQ(validated_.faults_size(), 0);
  ASSERT_EQ(validated_.warnings_size(), 1);
  EXPECT_EQ(validated_.warnings(0).field(), "instrument.sections[0].questions[1].logic.relevant");
  EXPECT_THAT(validated_.warnings(0).description(), HasSubstr("`Q2`: a question or path alone"));
  ASSERT_EQ(Publish(kInstrument, "1"), kOk) << "it hinders nothing: " << status_;
  ASSERT_EQ(published_.warnings_size(), 1);
  EXPECT_EQ(published_.warnings(0).DebugString(), validated_.warnings(0).DebugString());
}

TEST_F(InstrumentStepsTest, WhatNoAnonymousWaveCanAskIsTold) {
  Instrument draft = GoodInstrument();
  auto* const text = draft.mutable_sections(0)->add_questions();
  text->set_code("Q2");
  text->set_kind(v1alpha::Question::KIND_TEXT);
  *text->mutable_text() = draft.sections(0).questions(0).text();
  text->mutable_logic()->set_initial_value("uuid()");
  ASSERT_EQ(MakeDraft(draft), kOk) << status_;
  ASSERT_EQ(Validate(kInstrument), kOk);
  EXPECT_EQ(validated_.faults_size(), 0);
  ASSERT_EQ(validated_.warnings_size(), 1);
  EXPECT_EQ(validated_.warnings(0).field(),
            "instrument.sections[0].questions[1].logic.initial_value");
  EXPECT_THAT(validated_.warnings(0).description(),
              HasSubstr("`Q2`: cannot be asked in an anonymous wave"));
  ASSERT_EQ(Publish(kInstrument, "1"), kOk) << "others can ask it: " << status_;
}

TEST_F(InstrumentStepsTest, PublishedIsFinal) {
  ASSERT_EQ(MakeInstrument(), kOk);
  Instrument other = GoodInstrument();
  other.set_name(kInstrument);
  EXPECT_EQ(Update(other), kOk) << "nothing is different";
  EXPECT_EQ(instrument_.etag(), "1");
  other.set_version("2");
  EXPECT_EQ(Update(other), kFinal);
  EXPECT_EQ(Publish(kInstrument, "1"), kWrongState);
  EXPECT_EQ(Publish(kInstrument, ""), kInvalid);
  EXPECT_EQ(Publish(kInstrument, "9"), kEtag);
  EXPECT_EQ(Publish(kNext, "1"), kNotFound);
  EXPECT_EQ(Validate(kNext), kNotFound);
  other.set_name(kNext);
  EXPECT_EQ(Update(other), kNotFound);
}

TEST_F(InstrumentStepsTest, DraftHasWhatIsRequiredAndNotTooMuch) {
  Instrument nameless = GoodInstrument();
  nameless.mutable_sections(0)->mutable_questions(0)->clear_code();
  EXPECT_EQ(MakeDraft(nameless), kInvalid);
  Instrument long_one = GoodInstrument();
  for (int i = 0; i < 200; ++i) *long_one.add_sections() = long_one.sections(0);
  EXPECT_EQ(MakeDraft(long_one), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("instrument.sections"));
}

TEST_F(InstrumentStepsTest, DraftIsNotTakenForWhatWasToBePublished) {
  ASSERT_EQ(MakeDraft(), kOk);
  EXPECT_EQ(MakeInstrument(), kExists);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("exists as a draft"));
  v1alpha::UpdateInstrumentRequest q;
  *q.mutable_instrument() = GoodInstrument();
  q.mutable_instrument()->set_name(kNext);
  q.set_allow_missing(true);
  ASSERT_EQ(Run(q, &instrument_), kOk) << status_;
  EXPECT_EQ(instrument_.state(), Instrument::STATE_DRAFT);
}

TEST_F(InstrumentStepsTest, DeletedDraftIsNotChanged) {
  ASSERT_EQ(MakeDraft(), kOk);
  ASSERT_EQ(ByName<v1alpha::DeleteInstrumentRequest>(kInstrument, "1", &instrument_), kOk);
  Instrument wanted = GoodInstrument();
  wanted.set_name(kInstrument);
  EXPECT_EQ(Update(wanted), kDeleted);
  EXPECT_EQ(Publish(kInstrument, "2"), kDeleted);
  EXPECT_EQ(Retire(kInstrument, "2"), kDeleted);
}

TEST_F(InstrumentStepsTest, NewVersionIsComparedWhenItIsPublished) {
  ASSERT_EQ(MakeInstrument(), kOk);
  EXPECT_EQ(MakeInstrument(NextInstrument(), "next"), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("instrument.previous"));
  ASSERT_EQ(MakeDraft(NextInstrument(), "next"), kOk) << status_;
  ASSERT_EQ(Validate(kNext), kOk);
  EXPECT_EQ(validated_.faults_size(), 0);
  EXPECT_EQ(validated_.comparison().verdict(), InstrumentChange::VERDICT_NEEDS_MAPPING);
  EXPECT_EQ(validated_.comparison().changes(0).suggested().to(), "oft");
  EXPECT_EQ(Publish(kNext, "1"), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("`Q1`: The code is gone"));

  v1alpha::PublishInstrumentRequest q = Mapped("1");
  q.add_accept_breaking("Q1");
  EXPECT_EQ(Publish(q), kInvalid) << "nothing breaks";
  q = Mapped("1");
  q.mutable_mappings(0)->set_to("none");
  EXPECT_EQ(Publish(q), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("mappings[0].to"));
  ASSERT_EQ(Publish(Mapped("1")), kOk) << status_;
  EXPECT_EQ(published_.comparison().from(), kInstrument);
  EXPECT_EQ(published_.comparison().to(), kNext);
  EXPECT_EQ(published_.comparison().open_count(), 0);
  EXPECT_EQ(published_.instrument().mappings_size(), 1);

  // What was said then is what counts.
  v1alpha::CompareInstrumentsRequest compare;
  compare.set_name(kNext);
  ASSERT_EQ(Compare(compare), kOk) << status_;
  EXPECT_EQ(compared_.comparison().open_count(), 0);
  // It stands on the one before.
  EXPECT_EQ(ByName<v1alpha::DeleteInstrumentRequest>(kInstrument, "1", &instrument_), kInUse);
}

TEST_F(InstrumentStepsTest, WhatBreaksIsAcceptedByName) {
  ASSERT_EQ(MakeInstrument(), kOk);
  Instrument next = GoodInstrument();
  next.set_previous(kInstrument);
  next.mutable_sections(0)->mutable_questions(0)->set_kind(v1alpha::Question::KIND_MULTIPLE_CHOICE);
  ASSERT_EQ(MakeDraft(next, "next"), kOk) << status_;
  v1alpha::PublishInstrumentRequest q;
  q.set_name(kNext);
  q.set_etag("1");
  EXPECT_EQ(Publish(q), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("accept_breaking: `Q1`"));
  q.add_accept_breaking("Q1");
  q.set_validate_only(true);
  ASSERT_EQ(Publish(q), kOk) << status_;
  q.set_validate_only(false);
  ASSERT_EQ(Publish(q), kOk) << "it was only checked before: " << status_;
  EXPECT_EQ(published_.comparison().verdict(), InstrumentChange::VERDICT_BREAKING);
  EXPECT_EQ(published_.comparison().open_count(), 0);
  v1alpha::CompareInstrumentsRequest compare;
  compare.set_name(kNext);
  ASSERT_EQ(Compare(compare), kOk);
  EXPECT_EQ(compared_.comparison().open_count(), 0);
}

TEST_F(InstrumentStepsTest, PreviousIsPublishedFirst) {
  ASSERT_EQ(MakeDraft(), kOk);
  Instrument next = GoodInstrument();
  next.set_previous(kInstrument);
  ASSERT_EQ(MakeDraft(next, "next"), kOk) << status_;
  EXPECT_EQ(Publish(kNext, "1"), kWrongState);
  EXPECT_THAT(std::string(status_.message()), HasSubstr(kInstrument));
  ASSERT_EQ(Publish(kInstrument, "1"), kOk);
  ASSERT_EQ(Retire(kInstrument, "2"), kOk);
  EXPECT_EQ(Publish(kNext, "1"), kOk) << "after one that is retired: " << status_;
  next.set_previous("programmes/p/engagements/e/instruments/none");
  EXPECT_EQ(MakeDraft(next, "third"), kInvalid);
  v1alpha::PublishInstrumentRequest alone;
  ASSERT_EQ(MakeDraft(GoodInstrument(), "fourth"), kOk);
  alone.set_name("programmes/p/engagements/e/instruments/fourth");
  alone.set_etag("1");
  alone.add_mappings()->set_from("Q1");
  EXPECT_EQ(Publish(alone), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("there is no version before"));
}

TEST_F(InstrumentStepsTest, AnyTwoOfAnEngagementAreCompared) {
  ASSERT_EQ(MakeInstrument(), kOk);
  Instrument other = GoodInstrument();
  other.mutable_sections(0)->mutable_questions(0)->set_required(true);
  ASSERT_EQ(MakeInstrument(other, "next"), kOk);
  v1alpha::CompareInstrumentsRequest q;
  q.set_name(kNext);
  EXPECT_EQ(Compare(q), kInvalid) << "there is no version before";
  q.set_from(kInstrument);
  ASSERT_EQ(Compare(q), kOk) << status_;
  ASSERT_EQ(compared_.comparison().changes_size(), 1);
  EXPECT_EQ(compared_.comparison().changes(0).kind(), InstrumentChange::KIND_REQUIRED);
  EXPECT_EQ(compared_.comparison().verdict(), InstrumentChange::VERDICT_SAFE);
  q.add_mappings()->set_from("none");
  EXPECT_EQ(Compare(q), kInvalid);
  q.clear_mappings();
  q.set_from("programmes/p/engagements/other/instruments/i");
  EXPECT_EQ(Compare(q), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("another engagement"));
  q.set_from("programmes/p/engagements/e/instruments/none");
  EXPECT_EQ(Compare(q), kNotFound);
}

TEST_F(InstrumentStepsTest, NoNewWaveAsksADraftOrWhatIsRetired) {
  MakeWave();
  v1alpha::CreateWaveRequest q = WaveRequest();
  q.set_wave_id("zweite");
  ASSERT_EQ(MakeDraft(GoodInstrument(), "next"), kOk);
  q.mutable_wave()->set_instrument(kNext);
  Wave wave;
  EXPECT_EQ(Run(q, &wave), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("wave.instrument: is a draft"));
  ASSERT_EQ(Publish(kNext, "1"), kOk);
  ASSERT_EQ(Run(q, &wave), kOk) << status_;
  ASSERT_EQ(Retire(kNext, "2"), kOk) << status_;
  EXPECT_TRUE(instrument_.has_retire_time());
  EXPECT_EQ(Retire(kNext, "3"), kWrongState);
  EXPECT_EQ(Retire(kNext, ""), kInvalid);
  EXPECT_EQ(Retire(kNext, "9"), kEtag);
  // It is planned with it still, and not released.
  auto* variant = wave.mutable_title()->mutable_variants(0);
  variant->set_text("Neuer Titel");
  ASSERT_EQ(UpdateWave(wave), kOk) << status_;
  v1alpha::ReleaseWaveRequest release = ReleaseRequest(wave_.etag());
  release.set_name(wave.name());
  EXPECT_EQ(Release(release), kWrongState);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("is retired"));
  q.set_wave_id("dritte");
  EXPECT_EQ(Run(q, &wave), kInvalid);
}

TEST_F(InstrumentStepsTest, ReleasedWavesGoOnWithWhatIsRetired) {
  MakeReleasedWave();
  ASSERT_EQ(Retire(kInstrument, "1"), kOk) << status_;
  ASSERT_EQ(Open(wave_.etag()), kOk) << status_;
  EXPECT_EQ(Submit(1, "1"), kOk) << status_;
}

TEST_F(InstrumentStepsTest, ImportMakesAndReplacesDrafts) {
  ASSERT_EQ(MakeInstrument(), kOk);
  v1alpha::ImportInstrumentRequest q;
  v1alpha::ImportInstrumentResponse r;
  q.set_parent(kEngagement);
  q.set_instrument_id("next");
  q.set_format(v1alpha::ImportInstrumentRequest::FORMAT_XLSFORM);
  q.set_language("de");
  q.set_content(kTable);
  q.set_previous(kInstrument);
  EXPECT_EQ(Import(q, &r), kInvalid) << "a new version is a draft";
  q.set_draft(true);
  ASSERT_EQ(Import(q, &r), kOk) << status_;
  ASSERT_TRUE(r.has_instrument()) << r.DebugString();
  EXPECT_EQ(r.instrument().state(), Instrument::STATE_DRAFT);
  EXPECT_THAT(r.instrument().content_sha256(), IsEmpty());
  const Instrument first = r.instrument();

  std::string changed = kTable;
  changed += "| | text | ort | Dein Ort |\n";
  q.set_content(changed);
  EXPECT_EQ(Import(q, &r), kExists) << "it is not said that it is to be replaced";
  q.clear_previous();
  q.set_etag("1");
  ASSERT_EQ(Import(q, &r), kOk) << status_;
  EXPECT_EQ(r.instrument().etag(), "2");
  EXPECT_EQ(r.instrument().previous(), kInstrument) << "it is kept";
  EXPECT_EQ(r.instrument().create_time().seconds(), first.create_time().seconds());
  EXPECT_EQ(Import(q, &r), kEtag);
  q.set_draft(false);
  EXPECT_EQ(Import(q, &r), kInvalid);
  q.set_draft(true);
  q.set_instrument_id("i");
  EXPECT_EQ(Import(q, &r), kFinal);
  q.set_instrument_id("none");
  EXPECT_EQ(Import(q, &r), kNotFound);
  q.set_instrument_id("fifth");
  q.clear_etag();
  q.set_previous("programmes/p/engagements/other/instruments/i");
  EXPECT_EQ(Import(q, &r), kInvalid);
}

}  // namespace
}  // namespace lotse::survey
