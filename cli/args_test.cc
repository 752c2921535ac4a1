#include "cli/args.h"

#include <gmock/gmock.h>

#include "cli/commands.h"

namespace lotse::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr FlagSpec kSpecs[] = {
    {"out", "FILE", ""}, {"wave", "NAME", "", true}, {"json", nullptr, ""}, {"help", nullptr, ""}};

TEST(ArgsTest, TakesWordsApart) {
  const absl::StatusOr<Args> args = ParseArgs(
      {"a", "--out=x=y", "-", "--wave", "w1", "--json", "--wave=w2", "b", "--", "--c"}, kSpecs);
  ASSERT_TRUE(args.ok()) << args.status();
  EXPECT_THAT(args->positional, ElementsAre("a", "-", "b", "--c"));
  EXPECT_EQ(args->Get("out"), "x=y");
  EXPECT_THAT(args->GetAll("wave"), ElementsAre("w1", "w2"));
  EXPECT_TRUE(args->Has("json"));
  EXPECT_FALSE(args->Has("help"));
  EXPECT_EQ(args->Get("absent", "fallback"), "fallback");
}

TEST(ArgsTest, AnEmptyValueIsAValue) {
  const absl::StatusOr<Args> args = ParseArgs({"--out="}, kSpecs);
  ASSERT_TRUE(args.ok());
  EXPECT_TRUE(args->Has("out"));
  EXPECT_EQ(args->Get("out", "fallback"), "");
}

TEST(ArgsTest, RefusesWhatIsWrong) {
  const std::pair<std::vector<std::string>, const char*> cases[] = {
      {{"--oot=x"}, "unknown flag --oot (did you mean --out?)"},
      {{"-x"}, "unknown flag -x"},
      {{"--out"}, "--out needs a value: --out=FILE"},
      {{"--out", "--json"}, "--out needs a value"},
      {{"--json=1"}, "--json takes no value"},
      {{"\xff"}, "not valid UTF-8"},
      {{"--out", "\xff"}, "not valid UTF-8"},
  };
  for (const auto& [words, message] : cases) {
    const absl::StatusOr<Args> args = ParseArgs(words, kSpecs);
    ASSERT_FALSE(args.ok()) << message;
    EXPECT_THAT(std::string(args.status().message()), HasSubstr(message));
  }
}

TEST(ArgsTest, FlagsAreCheckedAgainstACommand) {
  const absl::StatusOr<Args> args =
      ParseArgs({"--out=a", "--wave=1", "--wave=2", "--out=b"}, kSpecs);
  ASSERT_TRUE(args.ok()) << args.status();
  EXPECT_THAT(std::string(CheckFlags(*args, kSpecs).message()), HasSubstr("--out is given twice"));
  constexpr FlagSpec kOther[] = {{"out", "FILE", "", true}};
  EXPECT_THAT(std::string(CheckFlags(*args, kOther).message()), HasSubstr("unknown flag --wave"));
  constexpr FlagSpec kBoth[] = {{"out", "FILE", "", true}, {"wave", "NAME", "", true}};
  EXPECT_TRUE(CheckFlags(*args, kBoth).ok());
}

// The words are taken apart before the command is known.
TEST(ArgsTest, AFlagTakesAValueInAllCommandsOrInNone) {
  std::map<std::string, bool> takes_value;
  for (const FlagSpec& flag : GlobalFlags()) takes_value[flag.name] = flag.value != nullptr;
  for (const Command& command : AllCommands()) {
    for (const FlagSpec& flag : command.flags) {
      const auto [it, is_new] = takes_value.emplace(flag.name, flag.value != nullptr);
      EXPECT_EQ(it->second, flag.value != nullptr) << command.name << " --" << flag.name;
    }
  }
}

}  // namespace
}  // namespace lotse::cli
