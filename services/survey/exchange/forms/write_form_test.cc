#include "services/survey/exchange/forms/write_form.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/forms/read_form.h"

namespace lotse::survey {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
using v1alpha::ExportInstrumentRequest;
using v1alpha::ImportFinding;
using v1alpha::ImportInstrumentRequest;
using v1alpha::Instrument;

// Each with what reads it.
constexpr struct {
  WrittenFormat format;
  FormFormat read;
  const char* beginning;
} kFormats[] = {
    {ExportInstrumentRequest::FORMAT_XLSFORM_XLSX, ImportInstrumentRequest::FORMAT_XLSFORM, "PK"},
    {ExportInstrumentRequest::FORMAT_XLSFORM_CSV, ImportInstrumentRequest::FORMAT_XLSFORM,
     "survey,"},
    {ExportInstrumentRequest::FORMAT_XFORMS, ImportInstrumentRequest::FORMAT_XFORMS, "<?xml"},
};

Instrument Make(const std::string& more) {
  Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      absl::StrCat(R"(form_id: 'f' title { variants { language: 'de' text: 'Markt' } }
                      sections { questions { code: 'alter' kind: KIND_INTEGER
                        text { variants { language: 'de' text: 'Wie alt?' } } )",
                   more, " } }"),
      &instrument));
  return instrument;
}

std::vector<std::string> Lines(const std::vector<ImportFinding>& findings) {
  std::vector<std::string> lines;
  for (const ImportFinding& finding : findings) {
    lines.push_back(absl::StrCat(ImportFinding::Severity_Name(finding.severity()).substr(9), " ",
                                 finding.sheet(), finding.line(), " ", finding.code(), ": ",
                                 finding.message()));
  }
  return lines;
}

TEST(WriteForm, WhatIsWrittenIsReadAsTheSame) {
  const Instrument instrument = Make("logic { constraint: '. > 14' }");
  for (const auto& c : kFormats) {
    const absl::StatusOr<WrittenForm> written = WriteForm(c.format, instrument);
    ASSERT_TRUE(written.ok()) << written.status();
    EXPECT_THAT(written->content, StartsWith(c.beginning));
    EXPECT_FALSE(written->media_type.empty());
    EXPECT_THAT(written->findings, IsEmpty());
    EXPECT_EQ(WriteForm(c.format, instrument)->content, written->content);
    EXPECT_EQ(FormatOf(written->content), c.read);
    const auto read = ReadForm(c.read, written->content, "de");
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->instrument.DebugString(), instrument.DebugString());
  }
}

TEST(WriteForm, FilesBesideOptionsKeepTheirLanguages) {
  Instrument instrument = Make("");
  EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(
      R"pb(option_lists {
             code: "l"
             options {
               code: "x"
               label {
                 variants { language: "de" text: "Ja" }
                 variants { language: "en" text: "Yes" }
               }
               media { kind: KIND_IMAGE file: "x.png" }
               media { kind: KIND_AUDIO language: "de" file: "ja.mp3" }
               media { kind: KIND_AUDIO language: "en" file: "yes.mp3" }
               media { kind: KIND_VIDEO language: "fr" file: "oui.mp4" }
             }
           }
           sections {
             code: "s"
             questions {
               code: "q"
               kind: KIND_SINGLE_CHOICE
               text { variants { language: "de" text: "?" } }
               option_list: "l"
             }
           })pb",
      &instrument));
  for (const auto& c : kFormats) {
    const absl::StatusOr<WrittenForm> written = WriteForm(c.format, instrument);
    ASSERT_TRUE(written.ok()) << written.status();
    EXPECT_THAT(written->findings, IsEmpty());
    const auto read = ReadForm(c.read, written->content, "de");
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->instrument.DebugString(), instrument.DebugString());
  }
}

TEST(WriteForm, WhatTheFormatCannotHoldIsTold) {
  const Instrument instrument = Make("class_bounds: 18 special_category: true");
  const char* const message = "A form cannot say: classes, its special category; left out.";
  const char* const expected[] = {
      "WARNING survey2 alter: ", "WARNING survey3 alter: ", "WARNING 0 alter: "};
  for (int i = 0; i < 3; ++i) {
    const absl::StatusOr<WrittenForm> written = WriteForm(kFormats[i].format, instrument);
    ASSERT_TRUE(written.ok()) << written.status();
    EXPECT_THAT(Lines(written->findings), ElementsAre(absl::StrCat(expected[i], message)));
  }
}

TEST(WriteForm, WhatATableCannotHoldIsAnErrorAndNoFile) {
  const auto with_columns = [](int count, const std::string& value) {
    Instrument instrument = Make("");
    auto* const list = instrument.add_option_lists();
    list->set_code("l");
    for (int i = 0; i < count; ++i) {
      auto* const option = list->add_options();
      option->set_code(absl::StrCat("o", i));
      (*option->mutable_columns())[absl::StrCat("c", i)] = value;
    }
    return instrument;
  };
  const struct {
    Instrument instrument;
    const char* message;
  } cases[] = {
      {with_columns(1000, "x"), "more than 1000 columns"},
      {with_columns(1, " "), "the text is blank or has control characters"},
      {with_columns(1, "a\ab"), "the text is blank or has control characters"},
      {with_columns(1, "a\rb"), "the text is blank or has control characters"},
  };
  for (const auto& c : cases) {
    for (int i = 0; i < 2; ++i) {
      const absl::StatusOr<WrittenForm> written = WriteForm(kFormats[i].format, c.instrument);
      ASSERT_TRUE(written.ok()) << written.status();
      EXPECT_THAT(Lines(written->findings), ElementsAre(HasSubstr(c.message)));
      EXPECT_EQ(written->content, "");
      EXPECT_EQ(written->media_type, "");
    }
  }
  // The column with the names of the sheets counts as well.
  const Instrument widest = with_columns(998, "x");
  EXPECT_NE(WriteForm(kFormats[0].format, widest)->content, "");
  EXPECT_EQ(WriteForm(kFormats[1].format, widest)->content, "");
  EXPECT_TRUE(ReadForm(ImportInstrumentRequest::FORMAT_XLSFORM,
                       WriteForm(kFormats[1].format, with_columns(997, "x"))->content, "de")
                  .ok());
}

TEST(WriteForm, WhatCannotBeWrittenIsAnErrorAndNoFile) {
  const absl::StatusOr<WrittenForm> unknown =
      WriteForm(ExportInstrumentRequest::FORMAT_XFORMS, Make("logic { relevant: '${b} = 1' }"));
  ASSERT_TRUE(unknown.ok()) << unknown.status();
  EXPECT_THAT(Lines(unknown->findings),
              ElementsAre(HasSubstr("ERROR 0 : The questionnaire cannot be written in this format: "
                                    "alter: there is no question `b`")));
  EXPECT_EQ(unknown->content, "");
  EXPECT_EQ(unknown->media_type, "");

  Instrument large = Make("");
  const std::string text(9000, 'x');
  for (int i = 0; i < 400; ++i) {
    auto* question = large.mutable_sections(0)->add_questions();
    *question = large.sections(0).questions(0);
    question->set_code(absl::StrCat("a", i));
    question->mutable_text()->mutable_variants(0)->set_text(text);
  }
  for (const auto& c : kFormats) {
    const absl::StatusOr<WrittenForm> written = WriteForm(c.format, large);
    ASSERT_TRUE(written.ok()) << written.status();
    // Texts that are all alike are small in a workbook.
    const bool fits = c.format == ExportInstrumentRequest::FORMAT_XLSFORM_XLSX;
    EXPECT_EQ(written->content.empty(), !fits) << c.format;
    if (!fits) EXPECT_THAT(Lines(written->findings), Contains(HasSubstr("choose a workbook, or")));
  }
  EXPECT_FALSE(WriteForm(ExportInstrumentRequest::FORMAT_UNSPECIFIED, large).ok());
}

}  // namespace
}  // namespace lotse::survey
