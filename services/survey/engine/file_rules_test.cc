#include "services/survey/engine/file_rules.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/sha256.h"
#include "services/survey/engine/answer_files.h"
#include "services/survey/engine/answer_order.h"
#include "services/survey/engine/answer_rules.h"
#include "services/survey/engine/instrument_rules.h"

namespace lotse::survey {
namespace {

using google::protobuf::TextFormat;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using v1alpha::Answer;
using v1alpha::Instrument;
using v1alpha::Question;

const std::string kJpeg = "\xff\xd8\xff\xe0 geheim";
const std::string kPng = "\x89PNG\r\n\x1a\n geheim";
const std::string kPdf = "%PDF-1.7 geheim";

// A photo or document of at most 40 bytes, a text, and a question about neither.
Instrument Asked() {
  Instrument instrument;
  EXPECT_TRUE(TextFormat::ParseFromString(
      R"pb(
        title { variants { language: "de" text: "Befragung" } }
        sections {
          questions {
            code: "foto"
            kind: KIND_FILE
            text { variants { language: "de" text: "Wie sieht es aus?" } }
            media_types: "image/jpeg"
            media_types: "image/png"
            media_types: "application/pdf"
            maximum_file_bytes: 40
          }
          questions {
            code: "brief"
            kind: KIND_FILE
            text { variants { language: "de" text: "Was steht im Brief?" } }
            media_types: "text/plain"
            required: true
          }
          questions {
            code: "zahl"
            kind: KIND_INTEGER
            text { variants { language: "de" text: "Wie oft?" } }
          }
        })pb",
      &instrument));
  return instrument;
}

Question& QuestionOf(Instrument* instrument, int i) {
  return *instrument->mutable_sections(0)->mutable_questions(i);
}

std::vector<std::string> Lines(const rpc::FieldViolations& violations) {
  std::vector<std::string> lines;
  for (const auto& violation : violations) {
    lines.push_back(absl::StrCat(violation.field, ": ", violation.description));
  }
  return lines;
}

TEST(FileRules, AQuestionSaysWhichFilesItTakes) {
  ASSERT_THAT(Lines(CheckInstrument(Asked())), IsEmpty());
  const struct {
    void (*spoil)(Question* foto, Question* number);
    const char* field;
    const char* says;
  } cases[] = {
      {[](Question* q, Question*) { q->clear_media_types(); },
       "sections[0].questions[0].media_types:",
       "image/jpeg, image/png, application/pdf, text/plain, audio/mpeg, audio/mp4, audio/ogg, "
       "audio/wav, video/mp4, video/webm"},
      {[](Question* q, Question*) { q->add_media_types("image/svg+xml"); },
       "sections[0].questions[0].media_types[3]:", "image/jpeg, image/png, application/pdf"},
      {[](Question* q, Question*) { q->add_media_types("image/png"); },
       "sections[0].questions[0].media_types[3]:", "each type once"},
      {[](Question* q, Question*) { q->set_maximum_file_bytes(-1); },
       "sections[0].questions[0].maximum_file_bytes:", "1 to 2097152"},
      {[](Question* q, Question*) { q->set_maximum_file_bytes((2 << 20) + 1); },
       "sections[0].questions[0].maximum_file_bytes:", "1 to 2097152"},
      {[](Question*, Question* n) { n->add_media_types("image/png"); },
       "sections[0].questions[2].media_types:", "only for FILE"},
      {[](Question*, Question* n) { n->set_maximum_file_bytes(7); },
       "sections[0].questions[2].maximum_file_bytes:", "only for FILE"},
      {[](Question* q, Question*) { q->add_options()->set_code("1"); },
       "sections[0].questions[0].options:", "has no options"},
      {[](Question* q, Question*) { q->set_maximum_bytes(7); },
       "sections[0].questions[0].maximum_bytes:", "only for TEXT"},
  };
  for (const auto& c : cases) {
    Instrument instrument = Asked();
    c.spoil(&QuestionOf(&instrument, 0), &QuestionOf(&instrument, 2));
    EXPECT_THAT(Lines(CheckInstrument(instrument)),
                ElementsAre(AllOf(HasSubstr(c.field), HasSubstr(c.says))));
  }
}

// 1 MiB is the limit of `brief`, which names none.
TEST(FileRules, AllFilesFitIntoOneRequest) {
  Instrument instrument = Asked();
  QuestionOf(&instrument, 0).set_maximum_file_bytes(2 << 20);
  EXPECT_THAT(Lines(CheckInstrument(instrument)), IsEmpty());
  QuestionOf(&instrument, 1).set_maximum_file_bytes((1 << 20) + 1);
  EXPECT_THAT(Lines(CheckInstrument(instrument)),
              ElementsAre(AllOf(HasSubstr("sections:"), HasSubstr("3145729"),
                                HasSubstr("at most 3145728"))));
}

TEST(FileRules, FindsTheFirstQuestion) {
  Instrument instrument = Asked();
  EXPECT_EQ(FirstFileQuestion(instrument), "foto");
  EXPECT_TRUE(CompiledInstrument(instrument).TakesFiles());
  instrument.mutable_sections(0)->mutable_questions()->DeleteSubrange(0, 2);
  EXPECT_EQ(FirstFileQuestion(instrument), "");
  EXPECT_FALSE(CompiledInstrument(instrument).TakesFiles());
}

TEST(FileRules, ContentsAreToldApart) {
  const struct {
    std::string content;
    bool jpeg, png, pdf, text;
  } cases[] = {
      {kJpeg, true, false, false, false},
      {kPng, false, true, false, false},
      {kPdf, false, false, true, true},
      {"Grüße\r\n", false, false, false, true},
      {std::string("a\0b", 3), false, false, false, false},
      {"Gr\xfc\xdf", false, false, false, false},
      {kJpeg.substr(0, 2), false, false, false, false},
      {kPng.substr(0, 7), false, false, false, false},
      {" " + kPdf, false, false, false, true},
      {"<svg/>", false, false, false, true},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.content);
    EXPECT_EQ(IsOfMediaType("image/jpeg", c.content), c.jpeg);
    EXPECT_EQ(IsOfMediaType("image/png", c.content), c.png);
    EXPECT_EQ(IsOfMediaType("application/pdf", c.content), c.pdf);
    EXPECT_EQ(IsOfMediaType("text/plain", c.content), c.text);
    EXPECT_FALSE(IsOfMediaType("text/html", c.content));
  }
}

TEST(FileRules, SoundsAndFilmsAreKnownByTheirBeginning) {
  const struct {
    const char* type;
    std::string content;
  } cases[] = {
      {"audio/mpeg", "ID3\x04 geheim"},
      {"audio/mpeg", "\xff\xfb\x90 geheim"},
      {"audio/mp4", std::string("\0\0\0\x20", 4) + "ftypM4A geheim"},
      {"audio/ogg", "OggS geheim"},
      {"audio/wav", "RIFF....WAVEfmt geheim"},
      {"video/mp4", std::string("\0\0\0\x20", 4) + "ftypisom geheim"},
      {"video/webm", "\x1a\x45\xdf\xa3 geheim"},
  };
  for (const auto& c : cases) {
    EXPECT_TRUE(IsOfMediaType(c.type, c.content)) << c.type;
    for (const std::string& other : {kJpeg, kPng, kPdf, std::string(), std::string("RIFF....AVI "),
                                     std::string("\xff"), std::string("\xff\xd8")}) {
      EXPECT_FALSE(IsOfMediaType(c.type, other)) << c.type;
    }
    EXPECT_FALSE(IsOfMediaType("image/jpeg", c.content));
  }
  Instrument instrument = Asked();
  QuestionOf(&instrument, 0).clear_media_types();
  for (const absl::string_view type : MediaTypesTaken()) {
    QuestionOf(&instrument, 0).add_media_types(std::string(type));
  }
  EXPECT_THAT(Lines(CheckInstrument(instrument)), IsEmpty());
}

Answer FileAnswer(const std::string& code, const std::string& type, const std::string& data,
                  const std::string& sha256 = "") {
  Answer answer;
  answer.set_code(code);
  answer.mutable_file()->set_media_type(type);
  answer.mutable_file()->set_data(data);
  answer.mutable_file()->set_sha256(sha256);
  return answer;
}

TEST(FileRules, AnAnswerIsAFileThatTheQuestionTakes) {
  const CompiledInstrument instrument(Asked());
  const std::string hash = types::Sha256Hex(kPng);
  Answer number;
  number.set_code("zahl");
  number.mutable_file()->set_data(kPng);
  Answer text;
  text.set_code("foto");
  text.set_text("geheim");
  const struct {
    Answer answer;
    std::string says;  // Empty: nothing.
  } cases[] = {
      {FileAnswer("foto", "image/jpeg", kJpeg), ""},
      {FileAnswer("foto", "image/png", kPng), ""},
      {FileAnswer("foto", "application/pdf", kPdf), ""},
      {FileAnswer("foto", "image/png", kPng, hash), ""},
      {FileAnswer("foto", "image/png", kPng, absl::AsciiStrToUpper(hash)), ""},
      {FileAnswer("foto", "image/png", "", hash), ""},
      {FileAnswer("foto", "image/png", kPng + std::string(25, 'x')), ""},
      {FileAnswer("foto", "image/png", kPng + std::string(26, 'x')),
       "answers[0].file.data: too large for `foto`; give at most 40 bytes"},
      {FileAnswer("foto", "", kPng),
       "answers[0].file.media_type: missing; `foto` takes image/jpeg, image/png, application/pdf"},
      {FileAnswer("foto", "text/plain", "Text"),
       "answers[0].file.media_type: not taken here; `foto` takes image/jpeg, image/png, "
       "application/pdf"},
      {FileAnswer("foto", "image/png", kJpeg),
       "answers[0].file.data: does not begin as image/png does; give a file of this type, or its "
       "right type"},
      {FileAnswer("brief", "text/plain", "Gr\xfc\xdf"),
       "answers[0].file.data: no plain text; encode it as UTF-8, without NUL"},
      {FileAnswer("foto", "image/png", ""),
       "answers[0].file.data: empty; give the content, or leave the answer to `foto` out"},
      {FileAnswer("foto", "image/png", kPng, types::Sha256Hex(kPdf)),
       "answers[0].file.sha256: not the hash of `data`; the file changed on its way, send it "
       "again"},
      {FileAnswer("foto", "image/png", "", "abc"),
       "answers[0].file.sha256: not a hash; give 64 hexadecimal digits, or leave it out"},
      {FileAnswer("foto", "image/png", "", std::string(64, 'g')),
       "answers[0].file.sha256: not a hash; give 64 hexadecimal digits, or leave it out"},
      {number, "answers[0].file: wrong kind of answer to `zahl`; give `integer`"},
      {text, "answers[0].text: wrong kind of answer to `foto`; give `file`"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.says);
    google::protobuf::RepeatedPtrField<Answer> answers;
    *answers.Add() = c.answer;
    const auto lines = Lines(CheckDraft(instrument, answers));
    if (c.says.empty()) {
      EXPECT_THAT(lines, IsEmpty());
    } else {
      EXPECT_THAT(lines, ElementsAre(c.says));
    }
  }
}

TEST(FileRules, AFileCanBeRequired) {
  const CompiledInstrument instrument(Asked());
  google::protobuf::RepeatedPtrField<Answer> answers;
  EXPECT_THAT(Lines(CheckAnswers(instrument, answers)),
              ElementsAre("answers: `brief` has to be answered; give an answer to it"));
  *answers.Add() = FileAnswer("brief", "text/plain", "Sehr geehrte");
  EXPECT_THAT(Lines(CheckAnswers(instrument, answers)), IsEmpty());
}

TEST(AnswerFiles, ContentsAreTakenApart) {
  const CompiledInstrument instrument(Asked());
  google::protobuf::RepeatedPtrField<Answer> answers;
  *answers.Add() = FileAnswer("brief", "text/plain", "", std::string(64, 'A'));
  *answers.Add() = FileAnswer("foto", "image/png", kPng);
  answers.Mutable(0)->mutable_file()->set_size_bytes(7);  // Not the client's to say.
  const TakenAnswers taken =
      TakeAnswers(instrument, InInstrumentOrder(instrument, answers), answers);
  ASSERT_THAT(taken.answers, SizeIs(2));
  EXPECT_EQ(taken.answers[0].code(), "foto");
  EXPECT_EQ(taken.answers[0].file().data(), "");
  EXPECT_EQ(taken.answers[0].file().sha256(), types::Sha256Hex(kPng));
  EXPECT_EQ(taken.answers[0].file().size_bytes(), static_cast<int>(kPng.size()));
  EXPECT_EQ(taken.answers[1].file().sha256(), std::string(64, 'a'));
  EXPECT_EQ(taken.answers[1].file().size_bytes(), 0) << "not known yet";
  ASSERT_THAT(taken.files, SizeIs(2));
  EXPECT_EQ(taken.files[0].content, kPng);
  EXPECT_EQ(taken.files[0].index, 1) << "as the request has it";
  EXPECT_EQ(taken.files[1].content, "");
  EXPECT_EQ(taken.files[1].index, 0);
}

}  // namespace
}  // namespace lotse::survey
