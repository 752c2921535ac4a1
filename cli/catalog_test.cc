#include "cli/catalog.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "absl/strings/match.h"

namespace lotse::cli {
namespace {

using ::testing::HasSubstr;

TEST(CatalogTest, HasEveryServiceOfTheProtos) {
  std::set<std::string> expected;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("proto/lotse")) {
    if (!entry.is_regular_file()) continue;
    std::stringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    if (!absl::StrContains(text.str(), "\nservice ")) continue;
    expected.insert(entry.path().string().substr(std::string("proto/").size()));
  }
  ASSERT_FALSE(expected.empty());
  std::set<std::string> known;
  for (const auto* method : AllMethods()) known.insert(method->file()->name());
  EXPECT_EQ(known, expected);
}

TEST(CatalogTest, EveryMethodHasARequestOfItsOwn) {
  for (const auto* method : AllMethods()) {
    EXPECT_EQ(MethodOfRequest(*method->input_type()), method) << method->full_name();
  }
}

TEST(CatalogTest, FindsMethodsByFullNameAndByUnambiguousEnd) {
  for (const char* name :
       {"lotse.survey.v1alpha.SurveyService/GetWave", "lotse.survey.v1alpha.SurveyService.GetWave",
        "SurveyService/GetWave", "SurveyService.GetWave", "GetWave"}) {
    const auto method = FindMethod(name);
    ASSERT_TRUE(method.ok()) << method.status();
    EXPECT_EQ(MethodPath(**method), "lotse.survey.v1alpha.SurveyService/GetWave");
    EXPECT_EQ(DaemonOf(**method), "survey");
  }
  EXPECT_EQ(DaemonOf(**FindMethod("ListChanges")), "");
  EXPECT_EQ(DaemonOf(**FindMethod("BlobService/GetBlob")), "");
  for (const char* name : {"etWave", "Service/GetWave", "", "getwave", "GetWave/"}) {
    EXPECT_FALSE(FindMethod(name).ok()) << name;
  }
}

TEST(CatalogTest, FindsTypes) {
  const auto message = FindType("Wave");
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->message->full_name(), "lotse.survey.v1alpha.Wave");
  const auto enumeration = FindType("Wave.State");
  ASSERT_TRUE(enumeration.ok()) << enumeration.status();
  EXPECT_EQ(enumeration->enumeration->full_name(), "lotse.survey.v1alpha.Wave.State");
  ASSERT_TRUE(FindType("google.type.Date").ok());
  EXPECT_THAT(std::string(FindType("State").status().message()), HasSubstr("ambiguous"));
}

}  // namespace
}  // namespace lotse::cli
