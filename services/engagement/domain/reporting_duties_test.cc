#include "services/engagement/domain/reporting_duties.h"

#include <gtest/gtest.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/types/date.h"
#include "services/engagement/domain/test_data.h"

namespace lotse::engagement {
namespace {

using v1alpha::ListReportingDutiesResponse;
using v1alpha::Programme;

const google::type::Date kToday = types::ToDate(absl::CivilDay(2023, 4, 1));

Programme Named(const char* name) {
  Programme programme = WholeProgramme();
  programme.set_name(name);
  return programme;
}

// The rows of a page as `programme funder/duty`, with `!` if overdue.
std::vector<std::string> Rows(DutyPage::Wanted wanted, const google::type::Date& today = kToday,
                              std::string* last = nullptr) {
  DutyPage page(std::move(wanted), today);
  page.Add(Named("programmes/b"));
  page.Add(Named("programmes/a"));
  ListReportingDutiesResponse response;
  const std::string position = page.Write(&response);
  if (last != nullptr) *last = position;
  std::vector<std::string> rows;
  for (const auto& row : response.reporting_duties()) {
    rows.push_back(absl::StrCat(row.programme(), " ", row.funder_id(), "/", row.duty_id(),
                                row.overdue() ? "!" : ""));
  }
  return rows;
}

TEST(DutyPage, OrdersByDueDay) {
  EXPECT_EQ(Rows({.size = 9}), (std::vector<std::string>{
                                   "programmes/a bund/sachbericht-2021",
                                   "programmes/b bund/sachbericht-2021",
                                   "programmes/a bund/sachbericht-2022!",
                                   "programmes/b bund/sachbericht-2022!",
                               }));
}

TEST(DutyPage, TellsOverdueFromTheDayAfter) {
  struct Case {
    absl::CivilDay today;
    bool overdue;
  };
  for (const Case& c :
       {Case{absl::CivilDay(2023, 3, 31), false}, Case{absl::CivilDay(2023, 4, 1), true}}) {
    const auto rows = Rows({.open_only = true, .size = 1}, types::ToDate(c.today));
    EXPECT_EQ(rows.at(0).back() == '!', c.overdue) << c.today;
  }
}

TEST(DutyPage, KeepsToWhatIsWanted) {
  EXPECT_EQ(Rows({.open_only = true, .size = 9}).size(), 2u);
  EXPECT_EQ(Rows({.due_before = absl::CivilDay(2022, 3, 31), .size = 9}).size(), 0u);
  EXPECT_EQ(Rows({.due_before = absl::CivilDay(2022, 4, 1), .size = 9}).size(), 2u);
}

TEST(DutyPage, PagesMeetWithoutGapOrOverlap) {
  const auto all = Rows({.size = 9});
  for (size_t size = 1; size <= 5; ++size) {
    std::vector<std::string> found;
    std::string after;
    do {
      const auto rows = Rows({.after = after, .size = size}, kToday, &after);
      EXPECT_LE(rows.size(), size);
      found.insert(found.end(), rows.begin(), rows.end());
    } while (!after.empty());
    EXPECT_EQ(found, all) << size;
  }
}

TEST(DutyPage, SaysWhatWasHandedIn) {
  DutyPage page({.size = 9}, kToday);
  page.Add(Named("programmes/a"));
  ListReportingDutiesResponse response;
  page.Write(&response);
  EXPECT_EQ(types::ToCivil(response.reporting_duties(0).fulfil_date()), absl::CivilDay(2022, 3, 1));
  EXPECT_FALSE(response.reporting_duties(0).overdue());
  EXPECT_FALSE(response.reporting_duties(1).has_fulfil_date());
  EXPECT_EQ(response.reporting_duties(1).title().variants(0).text(), "Sachbericht");
}

}  // namespace
}  // namespace lotse::engagement
