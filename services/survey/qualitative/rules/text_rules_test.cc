#include "services/survey/qualitative/rules/text_rules.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "google/protobuf/text_format.h"

namespace lotse::survey::qualitative {
namespace {

using v1alpha::StudyCase;
using v1alpha::StudyText;

StudyCase TheCase() {
  StudyCase study_case;
  google::protobuf::TextFormat::ParseFromString(
      R"(participants { pseudonym: "P01" } staff { pseudonym: "M1" })", &study_case);
  return study_case;
}

StudyText GoodText() {
  StudyText text;
  google::protobuf::TextFormat::ParseFromString(
      R"(title: "Gruppe 1" kind: KIND_TRANSCRIPT language: "de-CH" content: "Hallo. Grüezi."
         turns { range { begin: 0 end: 6 } speaker: "M1"
           start_offset { seconds: 0 } end_offset { seconds: 1 nanos: 5 } }
         turns { range { begin: 7 end: 14 } speaker: "P01" start_offset { seconds: 359999 } }
         media { location: "Archiv 7, Band 3" media_type: "audio/x-wav+7" length { seconds: 60 } })",
      &text);
  text.mutable_media(0)->set_sha256(std::string(64, 'a'));
  return text;
}

// As many signs of four bytes.
std::string Musical(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "\U0001D11E";
  return text;
}

// `allo` is as if it were one sign.
bool CutsSign(int64_t position) { return position > 1 && position < 5; }

TEST(CheckStudyText, FindsEachFault) {
  EXPECT_TRUE(CheckStudyText(TheCase(), GoodText(), CutsSign).empty());
  const auto turn = [](StudyText* t, int i) { return t->mutable_turns(i); };
  const auto media = [](StudyText* t) { return t->mutable_media(0); };
  const struct {
    std::function<void(StudyText*)> change;
    std::string field;  // Empty: nothing is wrong.
  } cases[] = {
      {[](StudyText* t) { t->clear_language(); }, ""},
      {[](StudyText* t) { t->clear_turns(); }, ""},
      {[](StudyText* t) { t->clear_media(); }, ""},
      {[=](StudyText* t) { turn(t, 0)->clear_speaker(); }, ""},
      {[=](StudyText* t) { turn(t, 1)->mutable_range()->set_begin(6); }, ""},
      {[](StudyText* t) { t->clear_title(); }, "title"},
      {[](StudyText* t) { t->set_title(std::string(301, 'a')); }, "title"},
      {[](StudyText* t) { t->clear_kind(); }, "kind"},
      {[](StudyText* t) { t->set_kind(static_cast<StudyText::Kind>(99)); }, "kind"},
      {[](StudyText* t) { t->set_language("deutsch und mehr"); }, "language"},
      {[](StudyText* t) { t->set_language("d"); }, "language"},
      {[](StudyText* t) { t->set_content("\xFF"); }, "content"},
      {[](StudyText* t) {
         t->clear_content();
         t->clear_turns();
       },
       "content"},
      {[](StudyText* t) { t->set_content(std::string(2'000'000, 'a')); }, ""},
      {[](StudyText* t) { t->set_content(std::string(2'000'001, 'a')); }, "content"},
      {[](StudyText* t) { t->set_content(Musical(1'048'576)); }, ""},
      {[](StudyText* t) { t->set_content(Musical(1'048'577)); }, "content"},
      {[=](StudyText* t) { turn(t, 1)->mutable_range()->set_end(15); }, "turns[1].range.end"},
      {[=](StudyText* t) { turn(t, 1)->mutable_range()->set_begin(5); }, "turns[1].range.begin"},
      {[=](StudyText* t) { turn(t, 0)->mutable_range()->set_end(3); }, "turns[0].range.end"},
      {[=](StudyText* t) { turn(t, 0)->mutable_range()->set_end(0); }, "turns[0].range.end"},
      {[](StudyText* t) { t->mutable_turns()->SwapElements(0, 1); }, "turns[1].range.begin"},
      {[=](StudyText* t) { turn(t, 0)->set_speaker("P02"); }, "turns[0].speaker"},
      {[=](StudyText* t) { turn(t, 0)->set_speaker("Meier"); }, "turns[0].speaker"},
      {[=](StudyText* t) { turn(t, 0)->mutable_start_offset()->set_seconds(2); },
       "turns[0].end_offset"},
      {[=](StudyText* t) { turn(t, 0)->mutable_start_offset()->set_nanos(-1); },
       "turns[0].start_offset"},
      {[=](StudyText* t) { turn(t, 1)->mutable_start_offset()->set_seconds(360'000); },
       "turns[1].start_offset"},
      {[=](StudyText* t) { turn(t, 1)->mutable_end_offset()->set_seconds(360'000); },
       "turns[1].end_offset"},
      {[=](StudyText* t) { media(t)->clear_location(); }, "media[0].location"},
      {[=](StudyText* t) { media(t)->set_location(std::string(1001, 'a')); }, "media[0].location"},
      {[=](StudyText* t) { media(t)->set_location("a\nb"); }, "media[0].location"},
      {[=](StudyText* t) { media(t)->clear_media_type(); }, "media[0].media_type"},
      {[=](StudyText* t) { media(t)->set_media_type("audio"); }, "media[0].media_type"},
      {[=](StudyText* t) { media(t)->set_media_type("audio/"); }, "media[0].media_type"},
      {[=](StudyText* t) { media(t)->set_media_type("/mpeg"); }, "media[0].media_type"},
      {[=](StudyText* t) { media(t)->set_media_type("audio/mpeg; a=b"); }, "media[0].media_type"},
      {[=](StudyText* t) { media(t)->set_media_type("audio/+x"); }, "media[0].media_type"},
      {[=](StudyText* t) { media(t)->set_media_type("audio/" + std::string(95, 'a')); },
       "media[0].media_type"},
      {[=](StudyText* t) { media(t)->set_media_type("audio/" + std::string(94, 'a')); }, ""},
      {[=](StudyText* t) { media(t)->clear_sha256(); }, "media[0].sha256"},
      {[=](StudyText* t) { media(t)->set_sha256(std::string(64, 'A')); }, "media[0].sha256"},
      {[=](StudyText* t) { media(t)->mutable_length()->set_seconds(-1); }, "media[0].length"},
      {[](StudyText* t) {
         while (t->media_size() < 21) *t->add_media() = t->media(0);
       },
       "media"},
  };
  for (const auto& c : cases) {
    StudyText text = GoodText();
    c.change(&text);
    const auto violations = CheckStudyText(TheCase(), text, CutsSign);
    ASSERT_EQ(violations.size(), c.field.empty() ? 0u : 1u) << c.field;
    if (c.field.empty()) continue;
    EXPECT_EQ(violations[0].field, "text." + c.field);
    EXPECT_EQ(violations[0].description.find("Meier"), std::string::npos) << "is not repeated";
  }
}

TEST(CheckStudyText, HasAtMost50000Turns) {
  StudyText text = GoodText();
  text.set_content(std::string(50'001, 'a'));
  text.clear_turns();
  for (int i = 0; i < 50'000; ++i) {
    text.add_turns()->mutable_range()->set_begin(i);
    text.mutable_turns(i)->mutable_range()->set_end(i + 1);
  }
  const auto never = [](int64_t) { return false; };
  EXPECT_TRUE(CheckStudyText(TheCase(), text, never).empty());
  text.add_turns()->mutable_range()->set_begin(50'000);
  text.mutable_turns(50'000)->mutable_range()->set_end(50'001);
  const auto violations = CheckStudyText(TheCase(), text, never);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "text.turns");
}

}  // namespace
}  // namespace lotse::survey::qualitative
