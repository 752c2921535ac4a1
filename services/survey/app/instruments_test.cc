#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/app/app_testing.h"

// Each method: success, each documented error.
namespace lotse::survey {
namespace {

using ::testing::HasSubstr;

constexpr char kQuexml[] = R"(<?xml version="1.0"?>
<questionnaire id="1"><title>Befragung</title>
<section id="1"><sectionInfo><position>title</position><text>Teil</text></sectionInfo>
<question><text>Wie oft?</text><response varName="Q1"><fixed>
<category><label>oft</label><value>1</value></category>
<category><label>nie</label><value>2</value></category>
</fixed></response></question></section></questionnaire>)";

TEST_F(AppTest, InstrumentIsStoredOnceWithItsHash) {
  ASSERT_EQ(MakeInstrument(), kOk) << status_;
  const std::string hash = instrument_.content_sha256();
  EXPECT_EQ(hash.size(), 64u);
  EXPECT_EQ(MakeInstrument(), kOk);
  EXPECT_EQ(MakeInstrument(GoodInstrument(), "j"), kOk);
  EXPECT_EQ(instrument_.content_sha256(), hash) << "the same questions have the same hash";
  Instrument other = GoodInstrument();
  other.mutable_sections(0)->mutable_questions(0)->set_required(true);
  EXPECT_EQ(MakeInstrument(other), kExists);
  EXPECT_EQ(MakeInstrument(other, "k"), kOk);
  EXPECT_NE(instrument_.content_sha256(), hash);
  v1alpha::GetInstrumentRequest get;
  get.set_name("programmes/p/engagements/e/instruments/i");
  ASSERT_EQ(Run(get, &instrument_), kOk);
  EXPECT_EQ(instrument_.content_sha256(), hash);
}

TEST_F(AppTest, MarkOfSpecialCategoriesIsPartOfTheHash) {
  ASSERT_EQ(MakeInstrument(), kOk) << status_;
  // As it was before questions had this mark.
  EXPECT_EQ(instrument_.content_sha256(),
            "08cb2d667eb814abf56b7416accb7086d3739cd3ee8bd7a997eda9c3961235eb");
  const std::string hash = instrument_.content_sha256();
  Instrument other = GoodInstrument();
  other.mutable_sections(0)->mutable_questions(0)->set_special_category(true);
  ASSERT_EQ(MakeInstrument(other, "j"), kOk) << status_;
  EXPECT_NE(instrument_.content_sha256(), hash);
}

TEST_F(AppTest, InstrumentErrors) {
  Instrument bad = GoodInstrument();
  bad.mutable_sections(0)->mutable_questions(0)->clear_options();
  EXPECT_EQ(MakeInstrument(bad), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("instrument.sections[0].questions[0]"));
  EXPECT_EQ(MakeInstrument(GoodInstrument(), "I"), kInvalid);
  v1alpha::GetInstrumentRequest get;
  EXPECT_EQ(Run(get, &instrument_), kInvalid);
  get.set_name("programmes/p/engagements/e/instruments/none");
  EXPECT_EQ(Run(get, &instrument_), kNotFound);
  v1alpha::ListInstrumentsRequest list;
  v1alpha::ListInstrumentsResponse page;
  EXPECT_EQ(Run(list, &page), kInvalid);
  list.set_parent(kEngagement);
  EXPECT_EQ(Run(list, &page), kOk);
  list.set_page_token("x");
  EXPECT_EQ(Run(list, &page), kToken);
}

TEST_F(AppTest, DeletedInstrumentKeepsItsName) {
  ASSERT_EQ(MakeInstrument(), kOk);
  ASSERT_EQ(ByName<v1alpha::DeleteInstrumentRequest>(kInstrument, "1", &instrument_), kOk);
  EXPECT_EQ(MakeInstrument(), kExists);
  ASSERT_EQ(ByName<v1alpha::GetInstrumentRequest>(kInstrument, &instrument_), kOk);
  EXPECT_TRUE(instrument_.has_delete_time());
  EXPECT_EQ(instrument_.content_sha256().size(), 64u);
  ASSERT_EQ(ByName<v1alpha::UndeleteInstrumentRequest>(kInstrument, "2", &instrument_), kOk);
  EXPECT_EQ(ByName<v1alpha::UndeleteInstrumentRequest>(kInstrument, "3", &instrument_), kExists);
}

TEST_F(AppTest, ImportStoresWhatTheFileSays) {
  v1alpha::ImportInstrumentRequest q;
  v1alpha::ImportInstrumentResponse r;
  EXPECT_EQ(Import(q, &r), kInvalid);
  q.set_parent(kEngagement);
  q.set_instrument_id("i");
  q.set_format(v1alpha::ImportInstrumentRequest::FORMAT_QUEXML);
  q.set_language("de");
  q.set_content("<questionnaire><title>");
  EXPECT_EQ(Import(q, &r), type::v1alpha::ERROR_REASON_UNREADABLE_SOURCE);
  q.set_content(kQuexml);
  ASSERT_EQ(Import(q, &r), kOk) << status_;
  EXPECT_EQ(r.instrument().sections(0).questions(0).options_size(), 2);
  auto* amendment = q.add_amendments();
  amendment->set_reason("not published");
  amendment->mutable_leave_out()->set_code("Q1");
  amendment->mutable_leave_out()->set_option("2");
  EXPECT_EQ(Import(q, &r), kExists);
  amendment->mutable_leave_out()->set_option("3");
  EXPECT_EQ(Import(q, &r), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("amendments[0].leave_out"));
}

TEST_F(AppTest, FilesOfAnImportHaveNamesWithoutAPath) {
  v1alpha::ImportInstrumentRequest q;
  v1alpha::ImportInstrumentResponse r;
  q.set_parent(kEngagement);
  q.set_instrument_id("i");
  q.set_format(v1alpha::ImportInstrumentRequest::FORMAT_QUEXML);
  q.set_language("de");
  q.set_content(kQuexml);
  v1alpha::OptionFile* const file = q.add_files();
  for (const std::string& name :
       {std::string(), std::string("../o.csv"), std::string(256, 'o'), std::string("\xFF.csv")}) {
    file->set_name(name);
    EXPECT_EQ(Import(q, &r), kInvalid) << name;
    EXPECT_THAT(std::string(status_.message()), HasSubstr("files[0].name")) << name;
  }
  file->set_name("o.csv");
  EXPECT_EQ(Import(q, &r), kOk) << status_;
}

TEST_F(AppTest, ExportWritesWhatIsStored) {
  v1alpha::ExportInstrumentRequest q;
  v1alpha::ExportInstrumentResponse r;
  const auto run = [&] {
    r.Clear();
    return Read<v1alpha::ExportInstrumentRequest>(&ExportInstrument, q, &r);
  };
  EXPECT_EQ(run(), kInvalid);
  q.set_name(kInstrument);
  EXPECT_EQ(run(), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("format"));
  q.set_format(v1alpha::ExportInstrumentRequest::FORMAT_XFORMS);
  EXPECT_EQ(run(), kNotFound);
  ASSERT_EQ(MakeInstrument(), kOk) << status_;
  ASSERT_EQ(run(), kOk) << status_;
  EXPECT_THAT(r.content(), HasSubstr("<h:title>"));
  EXPECT_EQ(r.media_type(), "application/xml");
  ASSERT_EQ(ByName<v1alpha::DeleteInstrumentRequest>(kInstrument, "1", &instrument_), kOk);
  EXPECT_EQ(run(), kOk) << status_;
  Instrument draft = GoodInstrument();
  draft.mutable_sections(0)->mutable_questions(0)->mutable_logic()->set_relevant("${none} = 1");
  v1alpha::CreateInstrumentRequest create;
  create.set_parent(kEngagement);
  create.set_instrument_id("d");
  create.set_draft(true);
  *create.mutable_instrument() = draft;
  ASSERT_EQ(Write<v1alpha::CreateInstrumentRequest>(&CreateInstrument, create, &instrument_), kOk)
      << status_;
  q.set_name(instrument_.name());
  ASSERT_EQ(run(), kOk) << status_;
  ASSERT_EQ(r.findings_size(), 1);
  EXPECT_EQ(r.findings(0).severity(), v1alpha::ImportFinding::SEVERITY_ERROR);
  EXPECT_EQ(r.content(), "");
}

}  // namespace
}  // namespace lotse::survey
