#include "services/survey/qualitative/rules/speaker_groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/protobuf/text_format.h"

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;
using v1alpha::Participant;
using v1alpha::SpeakerFilter;

Participant Somebody() {
  Participant participant;
  google::protobuf::TextFormat::ParseFromString(
      R"(pseudonym: "P01" role: "team" consent: CONSENT_ANALYSIS
         values { attribute: "alter" category: "u40" } values { attribute: "amt" category: "bau" })",
      &participant);
  return participant;
}

TEST(SpeakerGroups, AreRolesOrCategories) {
  EXPECT_EQ(GroupOf(Somebody(), ""), "team");
  EXPECT_EQ(GroupOf(Somebody(), "amt"), "bau");
  EXPECT_EQ(GroupOf(Somebody(), "ort"), kNoGroup);
  EXPECT_EQ(ToldGroup(kNoGroup), "");
  EXPECT_EQ(ToldGroup("bau"), "bau");
  v1alpha::Study study;
  google::protobuf::TextFormat::ParseFromString(
      R"(attributes { code: "alter" categories { code: "u40" } categories { code: "ab40" } }
         roles { code: "team" } roles { code: "leitung" })",
      &study);
  EXPECT_THAT(GroupsOf(study, ""), ElementsAre("team", "leitung"));
  EXPECT_THAT(GroupsOf(study, "alter"), ElementsAre("u40", "ab40", kNoGroup));
}

TEST(SpeakerGroups, AreFoundByAllThatIsAsked) {
  const struct {
    const char* filter;
    bool matches;
  } cases[] = {
      {"", true},
      {R"(role: "team")", true},
      {R"(role: "leitung")", false},
      {R"(pseudonym: "P01" role: "team")", true},
      {R"(pseudonym: "P02" role: "team")", false},
      {R"(values { attribute: "alter" category: "ab40" })", false},
      {R"(values { attribute: "alter" category: "ab40" }
          values { attribute: "alter" category: "u40" })",
       true},
      {R"(values { attribute: "alter" category: "u40" }
          values { attribute: "amt" category: "kultur" })",
       false},
      {R"(values { attribute: "ort" category: "nord" })", false},
  };
  for (const auto& c : cases) {
    SpeakerFilter filter;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(c.filter, &filter));
    EXPECT_EQ(Matches(filter, Somebody()), c.matches) << c.filter;
  }
}

TEST(SpeakerGroups, LeaveOutWhoTookTheirConsentBack) {
  Participant participant = Somebody();
  EXPECT_FALSE(HasWithdrawn(participant));
  participant.set_consent(Participant::CONSENT_WITHDRAWN);
  EXPECT_TRUE(HasWithdrawn(participant));
}

}  // namespace
}  // namespace lotse::survey::qualitative
