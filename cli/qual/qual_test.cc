// lotse qual, against services in this process.
#include <gmock/gmock.h>

#include "cli/qual/qual_testing.h"

namespace lotse::cli {
namespace {

namespace v1 = survey::v1alpha;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST_F(QualTest, ImportsATranscriptOnce) {
  texts_.result.mutable_text()->set_name(kQualText);
  texts_.result.mutable_text()->set_content("Geheim.");
  const std::string file = folder_.Write("gruppe.vtt", "WEBVTT\n");
  for (int i = 0; i < 2; ++i) {
    const CliResult result = Run({"import", kQualCase, file, "--title=Gruppe 1",
                                  "--speaker=Frau Weber=P01", "--speaker=Leitung=M1"});
    EXPECT_EQ(result.exit, 0) << result.err;
    EXPECT_THAT(result.out, AllOf(HasSubstr(kQualText), Not(HasSubstr("Geheim"))));
  }
  ASSERT_THAT(texts_.imports, SizeIs(2));
  const auto& q = texts_.imports[0];
  EXPECT_EQ(q.parent(), kQualCase);
  EXPECT_EQ(q.format(), v1::ImportStudyTextRequest::FORMAT_WEBVTT);
  EXPECT_EQ(q.kind(), v1::StudyText::KIND_TRANSCRIPT);
  EXPECT_EQ(q.content(), "WEBVTT\n");
  EXPECT_EQ(q.speakers(0).label(), "Frau Weber");
  EXPECT_EQ(q.speakers(0).pseudonym(), "P01");
  EXPECT_EQ(q.text_id(), texts_.imports[1].text_id()) << "the same file is the same text";
  folder_.Write("gruppe.vtt", "WEBVTT\n\n");
  Run({"import", kQualCase, file, "--title=Gruppe 1"});
  EXPECT_NE(texts_.imports[2].text_id(), q.text_id());
}

TEST_F(QualTest, AFileThatDoesNotFitEndsWithFive) {
  auto* const finding = texts_.result.add_findings();
  finding->set_severity(v1::ImportFinding::SEVERITY_ERROR);
  finding->set_message("a speaker has no pseudonym");
  const std::string file = folder_.Write("gruppe.txt", "A: Ja.");
  const CliResult german = Run({"import", kQualCase, file, "--title=Gruppe 1"});
  EXPECT_EQ(german.exit, 5);
  EXPECT_THAT(german.out, HasSubstr("a speaker has no pseudonym"));
  EXPECT_THAT(german.err, HasSubstr("nichts wurde gespeichert"));
  const CliResult english = Run({"import", kQualCase, file, "--title=Gruppe 1", "--language=en"});
  EXPECT_THAT(english.err, HasSubstr("nothing was stored"));
}

TEST_F(QualTest, ImportsCodebooksAndProjects) {
  const std::string book = folder_.Write("codes.qdc", "<CodeBook/>");
  CliResult result = Run({"import", kQualStudy, book, "--codebook=themen"});
  EXPECT_EQ(result.exit, 0) << result.err;
  ASSERT_THAT(books_.imports, SizeIs(1));
  EXPECT_EQ(books_.imports[0].format(), v1::CODEBOOK_FORMAT_QDC);
  EXPECT_EQ(books_.imports[0].codebook_id(), "themen");

  const std::string project(3u << 20, 'x');
  const std::string file = folder_.Write("other.qdpx", project);
  result = Run({"import", kQualStudy, file, "--codebook=themen", "--source=Gruppe 1=gruppe-1",
                "--user=AB=eins", "--dry-run", "--leave-out-foreign",
                "--new-case=" + folder_.Write("case.json", R"({"kind":"KIND_DOCUMENT"})")});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("texts     6"), HasSubstr("codings   15")));
  EXPECT_EQ(exchange_.imported, project);
  ASSERT_THAT(exchange_.heads, SizeIs(1)) << "the head is in the first message only";
  const auto& head = exchange_.heads[0].head();
  EXPECT_EQ(head.format(), v1::ImportStudyRequest::FORMAT_QDPX);
  EXPECT_EQ(head.places(0).source(), "Gruppe 1");
  EXPECT_EQ(head.places(0).study_case_id(), "gruppe-1");
  EXPECT_EQ(head.coders(0).coder_id(), "eins");
  EXPECT_EQ(head.new_case().kind(), v1::StudyCase::KIND_DOCUMENT);
  EXPECT_EQ(head.sha256(), types::Sha256Hex(project));
  EXPECT_TRUE(head.validate_only());
  EXPECT_TRUE(head.leave_out_foreign());
}

TEST_F(QualTest, WrongImportsAreRefusedBeforeACall) {
  const std::string text = folder_.Write("a.txt", "Ja.");
  const std::string book = folder_.Write("a.qdc", "<CodeBook/>");
  const std::string other = folder_.Write("a.rtf", "x");
  EXPECT_EQ(Run({"import", kQualStudy, text, "--title=A"}).exit, 2) << "a text is of a case";
  EXPECT_EQ(Run({"import", kQualCase, book, "--codebook=b"}).exit, 2) << "a codebook is of a study";
  EXPECT_EQ(Run({"import", kQualCase, text}).exit, 2) << "it has no title";
  EXPECT_EQ(Run({"import", kQualStudy, book}).exit, 2) << "it has no id";
  EXPECT_EQ(Run({"import", kQualCase, other, "--title=A"}).exit, 2) << "the form is not known";
  EXPECT_EQ(Run({"import", kQualCase, text, "--title=A", "--kind=x"}).exit, 2);
  EXPECT_EQ(Run({"import", kQualCase, folder_.Write("e.txt", ""), "--title=A"}).exit, 5);
  EXPECT_EQ(Run({"import", kQualCase, text + "x", "--title=A", "--format=txt"}).exit, 4);
  const std::string project = folder_.Write("a.qdpx", "x");
  const std::string no_case = folder_.Write("case.json", R"({"kind":"Weber"})");
  const CliResult new_case = Run({"import", kQualStudy, project, "--new-case=" + no_case});
  EXPECT_EQ(new_case.exit, 5);
  EXPECT_THAT(new_case.err, AllOf(HasSubstr("describe StudyCase"), Not(HasSubstr("Weber"))));
  EXPECT_EQ(Run({"import", kQualStudy, project, "--new-case=" + no_case + "x"}).exit, 4);
  const CliResult speaker = Run({"import", kQualCase, text, "--title=A", "--speaker=Weber"});
  EXPECT_EQ(speaker.exit, 2);
  EXPECT_THAT(speaker.err, Not(HasSubstr("Weber"))) << "it may be a name";
  EXPECT_THAT(texts_.imports, IsEmpty());
}

TEST_F(QualTest, CodesARangeAndAWording) {
  EXPECT_EQ(Code({"--range=5-9"}).exit, 0);
  EXPECT_EQ(Code({"--wording=Keine Wege 🚶"}).exit, 0);
  EXPECT_THAT(Coded(), ElementsAre("5-9", "20-32")) << "in code points";
  const auto& coding = codings_.codings[0].coding();
  EXPECT_EQ(codings_.codings[0].parent(), kQualStudy);
  EXPECT_EQ(coding.text(), kQualText);
  EXPECT_EQ(coding.code(), absl::StrCat(kQualStudy, "/codebooks/b/codes/wege"));
  EXPECT_EQ(coding.coder(), "eins");
  EXPECT_EQ(coding.text_revision(), 4);
}

TEST_F(QualTest, AWordingThatStandsSeveralTimesIsAsked) {
  const CliResult asked = Code({"--wording=Wege"});
  EXPECT_EQ(asked.exit, 5);
  EXPECT_THAT(asked.err, AllOf(HasSubstr("5-9, 14-18, 26-30"), HasSubstr("--occurrence")));
  EXPECT_THAT(Coded(), IsEmpty());
  EXPECT_EQ(Code({"--wording=Wege", "--occurrence=4"}).exit, 2);
  EXPECT_EQ(Code({"--wording=Wege", "--occurrence=2"}).exit, 0);
  EXPECT_THAT(Coded(), ElementsAre("14-18"));
  EXPECT_EQ(Code({"--wording=Wege", "--all"}).exit, 0);
  EXPECT_THAT(Coded(), ElementsAre("14-18", "5-9", "14-18", "26-30"));
  const CliResult none = Code({"--wording=Straße"});
  EXPECT_EQ(none.exit, 5);
  EXPECT_THAT(none.err, Not(HasSubstr("Straße")));
}

TEST_F(QualTest, SaysHowManyAreCodedWhereItBreaksOff) {
  codings_.refused_after = 1;
  const CliResult result = Code({"--wording=Wege", "--all"});
  EXPECT_EQ(result.exit, 1);
  EXPECT_THAT(result.err, HasSubstr("1 of 3 parts are coded"));
}

TEST_F(QualTest, WrongPartsAreRefused) {
  for (const std::vector<std::string>& more :
       std::vector<std::vector<std::string>>{{},
                                             {"--range=5-9", "--wording=Wege"},
                                             {"--range=9-5"},
                                             {"--range=5"},
                                             {"--range=5-9", "--all"},
                                             {"--wording="},
                                             {"--wording=Wege", "--all", "--occurrence=1"}}) {
    EXPECT_EQ(Code(more).exit, 2);
  }
  EXPECT_EQ(Run({"code", kQualText, "wege", "--coder=eins", "--range=5-9"}).exit, 2);
  EXPECT_EQ(Run({"code", kQualCase, "b/wege", "--coder=eins", "--range=5-9"}).exit, 2);
  EXPECT_EQ(Run({"code", kQualText, "b/wege", "--range=5-9"}).exit, 2);
}

TEST_F(QualTest, FindsByCodesAndSpeakers) {
  const CliResult result =
      Run({"find", kQualStudy, "--code=b/wege,b/haus", "--below", "--coder=eins", "--role=team",
           "--attribute=alter=u40", "--speaker=P01", absl::StrCat("--place=", kQualCase),
           "--context=3", "--width=200"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("cases/g/texts/"), HasSubstr("5-9"), HasSubstr("P01"),
                                HasSubstr("b/wege (eins)"), HasSubstr("Über »Wege« und"),
                                HasSubstr("3 Stellen")));
  EXPECT_THAT(result.err, HasSubstr("2 Fälle"));
  ASSERT_THAT(analysis_.segments, SizeIs(3)) << "all pages";
  const auto& q = analysis_.segments[0];
  EXPECT_THAT(q.codes(), ElementsAre(absl::StrCat(kQualStudy, "/codebooks/b/codes/wege"),
                                     absl::StrCat(kQualStudy, "/codebooks/b/codes/haus")));
  EXPECT_TRUE(q.with_below());
  EXPECT_EQ(q.speaker().role(), "team");
  EXPECT_EQ(q.speaker().values(0).category(), "u40");
  EXPECT_EQ(q.speaker().pseudonym(), "P01");
  EXPECT_THAT(q.places(), ElementsAre(kQualCase));
  EXPECT_EQ(q.context_words(), 3);
  EXPECT_EQ(analysis_.segments[1].page_token(), "1");
}

TEST_F(QualTest, FindsNoMoreThanIsWanted) {
  const CliResult result = Run({"find", kQualStudy, "--most=2", "--language=en", "--json"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(analysis_.segments, SizeIs(2));
  EXPECT_THAT(result.out, AllOf(HasSubstr("\"more\":true"), HasSubstr("\"segments\":[")));
}

TEST_F(QualTest, FindsAKeywordInContext) {
  const CliResult result = Run({"find", kQualStudy, "--keyword=Weg", "--prefix"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("1 Stelle\n"));
  EXPECT_THAT(Run({"find", kQualStudy, "--keyword=Weg", "--language=en"}).out,
              HasSubstr("1 place\n"));
  ASSERT_THAT(analysis_.keywords, SizeIs(2));
  EXPECT_EQ(analysis_.keywords[0].keyword(), "Weg");
  EXPECT_TRUE(analysis_.keywords[0].prefix());
  EXPECT_EQ(analysis_.keywords[0].context_words(), 8);
  EXPECT_EQ(Run({"find", kQualStudy, "--keyword=Weg", "--code=b/wege"}).exit, 2);
  EXPECT_EQ(Run({"find", kQualStudy, "--prefix"}).exit, 2);
  EXPECT_EQ(Run({"find", kQualStudy, "--context=51"}).exit, 2);
}

TEST_F(QualTest, ShowsAgreementByCode) {
  const std::vector<std::string> words = {"agreement", kQualStudy, "--coder=eins,zwei",
                                          "--code=b/wege", "--width=120"};
  const CliResult german = Run(words);
  EXPECT_EQ(german.exit, 0) << german.err;
  EXPECT_THAT(german.out, AllOf(HasSubstr("b/wege"), HasSubstr("120"), HasSubstr("91,5 %"),
                                HasSubstr("0,812 (0,051)"), HasSubstr("–"),
                                HasSubstr("Einheit: Redebeitrag\n")));
  std::vector<std::string> english = words;
  english.insert(english.end(), {"--language=en", "--unit=window", "--window=200"});
  EXPECT_THAT(Run(english).out,
              AllOf(HasSubstr("91.5 %"), HasSubstr("unit: window of 200 code points\n"),
                    Not(HasSubstr("coders")), Not(HasSubstr("ordered"))));
  ASSERT_THAT(analysis_.agreements, SizeIs(2));
  EXPECT_THAT(analysis_.agreements[0].coders(), ElementsAre("eins", "zwei"));
  EXPECT_EQ(analysis_.agreements[0].unit(), v1::STUDY_UNIT_TURN);
  EXPECT_EQ(analysis_.agreements[1].window_code_points(), 200);
  EXPECT_EQ(Run({"agreement", kQualStudy, "--coder=eins", "--code=b/wege"}).exit, 2);
  EXPECT_EQ(Run({"agreement", kQualStudy, "--coder=eins,zwei"}).exit, 2);
  EXPECT_EQ(
      Run({"agreement", kQualStudy, "--coder=eins,zwei", "--code=b/wege", "--unit=window"}).exit,
      2);
}

TEST_F(QualTest, ShowsPairsAndOrderedCodes) {
  const CliResult german = Run({"agreement", kQualStudy, "--coder=eins,zwei,drei",
                                "--code=b/wege,b/haus", "--ordered", "--width=160"});
  EXPECT_EQ(german.exit, 0) << german.err;
  EXPECT_THAT(german.out,
              AllOf(HasSubstr("alle"), HasSubstr("0,701"), HasSubstr("Kodierende"),
                    HasSubstr("zwei, drei"), HasSubstr("77"), HasSubstr("50,0 %"),
                    HasSubstr("0,250"), HasSubstr("0,333"), HasSubstr("3-mal gab jemand")));
  ASSERT_THAT(analysis_.agreements, SizeIs(1));
  EXPECT_EQ(analysis_.agreements[0].categories(), v1::MeasureAgreementRequest::CATEGORIES_ORDERED);
  EXPECT_EQ(Run({"agreement", kQualStudy, "--coder=eins,zwei", "--code=b/wege,b/haus", "--ordered",
                 "--exclusive"})
                .exit,
            2);
}

TEST_F(QualTest, SaysWhoWorkedThroughWhat) {
  const std::vector<std::string> words = {"agreement", kQualStudy, "--coder=eins,zwei",
                                          "--code=b/wege"};
  std::vector<std::string> worked = words;
  for (const char* const each : {"zwei", "eins", "zwei"}) {
    worked.push_back(absl::StrCat("--worked-through=", each, "=",
                                  worked.size() == words.size() ? kQualText : kQualCase));
  }
  const CliResult result = Run(worked);
  EXPECT_EQ(result.exit, 0) << result.err;
  ASSERT_THAT(analysis_.agreements, SizeIs(1));
  const auto& told = analysis_.agreements[0].worked_through();
  ASSERT_THAT(told, SizeIs(2)) << "each coder once";
  EXPECT_EQ(told[0].coder(), "zwei");
  EXPECT_THAT(told[0].places(), ElementsAre(kQualText, kQualCase));
  EXPECT_EQ(told[1].coder(), "eins");
  EXPECT_THAT(told[1].places(), ElementsAre(kQualCase));
  for (const char* const wrong : {"--worked-through=zwei", "--worked-through=zwei=haus"}) {
    worked = words;
    worked.push_back(wrong);
    EXPECT_EQ(Run(worked).exit, 2) << wrong;
  }
}

TEST_F(QualTest, ExportsStudiesAndCodebooks) {
  const std::string out = folder_.path() + "/haus.qdpx";
  CliResult result = Run({"export", kQualStudy, "--out=" + out});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(Content(out), "Teil 1, Teil 2");
  EXPECT_THAT(result.out, AllOf(HasSubstr("2 cases were left out"), HasSubstr("bytes     14")));
  ASSERT_THAT(exchange_.exports, SizeIs(1));
  EXPECT_EQ(exchange_.exports[0].format(), v1::ExportStudyRequest::FORMAT_QDPX);

  const std::string book = folder_.path() + "/b.qdc";
  result =
      Run({"export", absl::StrCat(kQualStudy, "/codebooks/b"), "--revision=3", "--out=" + book});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(Content(book), "<CodeBook/>");
  EXPECT_EQ(books_.exports[0].codebook_id(), "b");
  EXPECT_EQ(books_.exports[0].revision(), 3);
}

TEST_F(QualTest, WhatIsNotCompleteIsNotWritten) {
  const std::string out = folder_.path() + "/haus.qdpx";
  exchange_.cut_off = true;
  EXPECT_EQ(Run({"export", kQualStudy, "--out=" + out}).exit, 5);
  EXPECT_EQ(Content(out), "");
  exchange_.refuses = true;
  EXPECT_EQ(Run({"export", kQualStudy, "--out=" + out, "--format=csv"}).exit, 5);
  EXPECT_EQ(Content(out), "");
  EXPECT_EQ(Run({"export", kQualStudy, "--out=" + out, "--format=qdc"}).exit, 2);
  EXPECT_EQ(Run({"export", kQualStudy}).exit, 2);
  EXPECT_EQ(Run({"export", kQualCase, "--out=" + out}).exit, 2);
}

}  // namespace
}  // namespace lotse::cli
