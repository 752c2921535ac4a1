#include "services/survey/qualitative/transcript/time_marks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace lotse::survey::qualitative {
namespace {

TEST(TimeMarks, AreReadInTheirForms) {
  const struct {
    const char* line;
    std::vector<std::string> marks;  // `text=time`
  } cases[] = {
      {"", {}},
      {"[01:02] ja", {"[01:02]=62000"}},
      {"ja [00:01:02] nein [1:00:00.5]", {"[00:01:02]=62000", "[1:00:00.5]=3600500"}},
      {"[00:01:02,345]", {"[00:01:02,345]=62345"}},
      {"ja #00:01:02-3#", {"#00:01:02-3#=62300"}},
      {"(00:01:02) um (10:30) Uhr", {"(00:01:02)=62000"}},
      {"[99:59:59.999]", {"[99:59:59.999]=359999999"}},
      {"[100:00:00]", {"[100:00:00]=wrong"}},
      {"[00:61:02] [00:01:60] [90:00]",
       {"[00:61:02]=wrong", "[00:01:60]=wrong", "[90:00]=5400000"}},
      {"[1:2] [00:01:02:03] [00:01:02.] [00:01:02.1234] [a] (.) # ## [", {}},
      {"[[00:01]]", {"[00:01]=1000"}},
  };
  for (const auto& c : cases) {
    std::vector<std::string> marks;
    const absl::string_view line = c.line;
    for (const FoundTimeMark& mark : FindTimeMarks(line)) {
      marks.push_back(absl::StrCat(line.substr(mark.begin, mark.end - mark.begin), "=",
                                   mark.time_ms ? absl::StrCat(*mark.time_ms) : "wrong"));
    }
    EXPECT_EQ(marks, c.marks) << c.line;
  }
}

}  // namespace
}  // namespace lotse::survey::qualitative
