// lotse wave watch.
#include <gmock/gmock.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "cli/wave_testing.h"

namespace lotse::cli {
namespace {

using ::testing::HasSubstr;

class WaveWatchTest : public WaveTest {
 protected:
  void Tell(const char* text) {
    api::WatchCollectionResponse message;
    ASSERT_TRUE(TextFormat::ParseFromString(text, &message));
    waves_.news.push_back(message);
  }
  CliResult Watch(std::vector<std::string> more = {}) {
    more.push_back("--timeout=1");
    return Run("watch", more);
  }
};

TEST_F(WaveWatchTest, ALineForEachWave) {
  Tell(R"pb(waves {
              wave {
                name: "programmes/p/engagements/e/surveys/s/waves/w"
                state: STATE_OPEN
                end_date { year: 2026 month: 5 day: 31 }
                response_count: 20
              }
              total { invited: 600 delivered: 580 completed: 20 }
              strata {
                stratum: "haus"
                figures { invited: 591 completed: 10 }
              }
              strata { figures { invited: 9 absent: FIGURE_ABSENT_PROTECTED } }
              quotas { code: "jung" limit: 10 counted: 10 full: true }
              quotas { code: "hof" limit: 20 counted: 10 }
            }
            waves {
              wave {
                name: "programmes/p/engagements/e/surveys/s/waves/v"
                state: STATE_CLOSED
                end_date { year: 2025 month: 5 day: 31 }
              }
              unreadable: true
            }
            all_told: true)pb");
  Tell(R"pb(waves {
              wave {
                name: "programmes/p/engagements/e/surveys/s/waves/v"
                state: STATE_CLOSED
                end_date { year: 2025 month: 5 day: 31 }
              }
              total { absent: FIGURE_ABSENT_TOO_FEW_ANSWERS }
              quotas { code: "jung" limit: 10 }
            }
            waves {
              wave { name: "programmes/p/engagements/e/surveys/s/waves/v" state: STATE_PURGED }
            }
            waves {
              wave {
                name: "programmes/p/engagements/e/surveys/s/waves/u"
                delete_time { seconds: 1 }
              }
            })pb");
  const CliResult result = Watch({"--strata"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(result.out,
            "programmes/p/engagements/e/surveys/s/waves/w  offen  bis 2026-05-31  eingeladen 600  "
            "zugestellt 580  Antworten mindestens 20  haus 10/591  ohne Schicht geschützt/9  "
            "jung 10/10 voll  hof 10/20\n"
            "programmes/p/engagements/e/surveys/s/waves/v  geschlossen  bis 2025-05-31  "
            "Antworten nicht lesbar\n"
            "Das ist der Stand; von nun an kommt, was sich ändert.\n"
            "programmes/p/engagements/e/surveys/s/waves/v  geschlossen  bis 2025-05-31  "
            "Antworten weniger als 10\n"
            "programmes/p/engagements/e/surveys/s/waves/v  vernichtet\n"
            "programmes/p/engagements/e/surveys/s/waves/u  gelöscht\n");
  EXPECT_EQ(waves_.watched.parent(), kWave);
  EXPECT_TRUE(waves_.watched.with_strata());
  EXPECT_THAT(Watch({"--language=en"}).out,
              testing::AllOf(HasSubstr("invited 600  delivered 580  responses at least 20"),
                             HasSubstr("from now on comes what changes")));
  EXPECT_FALSE(waves_.watched.with_strata());
}

TEST_F(WaveWatchTest, JsonHasALineForEachMessage) {
  Tell(R"pb(waves { wave { name: "a" state: STATE_OPEN } })pb");
  Tell(R"pb(all_told: true)pb");
  const CliResult result = Watch({"--json"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 2) << result.out;
  EXPECT_TRUE(absl::StrContains(result.out, "STATE_OPEN")) << result.out;
  EXPECT_TRUE(absl::StrContains(result.out, "allTold")) << result.out;
}

}  // namespace
}  // namespace lotse::cli
