// Whole tables of public data sets, with the figures that R gives for them.
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/survey/analysis/tables/figures_testing.h"

namespace lotse::survey::tables {
namespace {

using google::protobuf::Value;
using v1alpha::Figure;
using v1alpha::Location;
using v1alpha::Table;
using v1alpha::TableLayer;

bool Read(const std::string& path, std::string* text) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  *text = content.str();
  return file.good();
}

class Reference : public testing::Test {
 protected:
  // Reads a data set as answers to single choices, or skips the test if it is not there.
  void Open(const std::string& name, const std::map<std::string, std::string>& questions) {
    const char* const root = std::getenv("LOTSE_REFERENCE");
    const std::string folder =
        absl::StrCat(root != nullptr ? root : "../shared/reference", "/stats/", name);
    std::string json;
    std::string csv;
    if (!Read(folder + "/expected.json", &json) || !Read(folder + "/data.csv", &csv)) {
      GTEST_SKIP() << "no reference data: " << folder << " cannot be opened";
    }
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json, &expected_).ok());
    v1alpha::Instrument instrument;
    auto* section = instrument.add_sections();
    for (const auto& [code, options] : questions) {
      auto* question = section->add_questions();
      question->set_code(code);
      question->set_kind(v1alpha::Question::KIND_SINGLE_CHOICE);
      for (absl::string_view option : absl::StrSplit(options, ' ')) {
        question->add_options()->set_code(std::string(option));
      }
    }
    std::vector<std::vector<std::string>> lines;
    for (absl::string_view line : absl::StrSplit(csv, '\n', absl::SkipEmpty())) {
      lines.push_back(absl::StrSplit(absl::StrReplaceAll(line, {{"\"", ""}, {"\r", ""}}), ','));
    }
    std::vector<Person> people(lines.size() - 1);
    for (const auto& [code, options] : questions) {
      const auto column = static_cast<std::size_t>(
          std::find(lines[0].begin(), lines[0].end(), code) - lines[0].begin());
      ASSERT_LT(column, lines[0].size()) << code;
      for (std::size_t i = 0; i < people.size(); ++i) {
        if (lines[i + 1][column].empty()) continue;
        v1alpha::Answer* const answer = people[i].answers.Add();
        answer->set_code(code);
        answer->set_choice(lines[i + 1][column]);
      }
    }
    wave_ = std::make_unique<TestWave>(std::move(instrument), std::move(people));
  }

  // What expected.json says at a path such as "items/A1/mean" or "counts/0/1".
  double Number(const std::string& path) const {
    const Value* value = &expected_;
    for (absl::string_view step : absl::StrSplit(path, '/')) {
      int index = 0;
      if (value->has_list_value() && absl::SimpleAtoi(step, &index)) {
        value = &value->list_value().values(index);
        continue;
      }
      const auto& fields = value->struct_value().fields();
      const auto field = fields.find(std::string(step));
      EXPECT_NE(field, fields.end()) << path;
      if (field == fields.end()) return std::nan("");
      value = &field->second;
    }
    return value->number_value();
  }

  // The figure is the number that stands there, after rounding.
  void ExpectFigure(const Figure& figure, int digits, const std::string& path, double times = 1) {
    const double power = std::pow(10, digits);
    ASSERT_TRUE(figure.has_number()) << path << ": " << Said(figure);
    EXPECT_NEAR(std::stod(figure.number().value()),
                std::round(Number(path) * times * power) / power, 1e-9)
        << path;
  }
  void ExpectInterval(const v1alpha::FigureInterval& interval, int digits, const std::string& path,
                      double times = 1) {
    ExpectFigure(interval.lower(), digits, path + "/0", times);
    ExpectFigure(interval.upper(), digits, path + "/1", times);
  }
  void ExpectCrosstab(const Table& table, int rows, int columns, const std::string& path) {
    const TableLayer& layer = table.layers(0);
    for (int row = 0; row < rows; ++row) {
      for (int column = 0; column < columns; ++column) {
        EXPECT_EQ(layer.rows(row).cells(column).count(),
                  Number(absl::StrCat(path, "/counts/", row, "/", column)));
      }
    }
    ExpectFigure(layer.association().chi_square(), 2, path + "/chisq");
    EXPECT_EQ(layer.association().degrees_of_freedom(), Number(path + "/df"));
    ExpectFigure(layer.association().p(), 4, path + "/p");
    ExpectFigure(layer.association().cramers_v(), 3, path + "/cramers_v");
  }

  std::unique_ptr<TestWave> wave_;

 private:
  Value expected_;
};

const std::map<std::string, std::string> kInventory = {{"A1", "1 2 3 4 5 6"}, {"A2", "1 2 3 4 5 6"},
                                                       {"A3", "1 2 3 4 5 6"}, {"A4", "1 2 3 4 5 6"},
                                                       {"A5", "1 2 3 4 5 6"}, {"gender", "1 2"}};

TEST_F(Reference, BatteryOfAPersonalityInventory) {
  Open("bfi_agreeableness", kInventory);
  if (IsSkipped()) return;
  const std::string items = "battery: 'A1' battery: 'A2' battery: 'A3' battery: 'A4' battery: 'A5'";
  const Table table = TableOf(wave_.get(), items +
                                               " statistics: STATISTIC_SHARES"
                                               " statistics: STATISTIC_LOCATION"
                                               " statistics: STATISTIC_TOP_BOX");
  for (int item = 0; item < 5; ++item) {
    const std::string path = absl::StrCat("items/A", item + 1);
    const auto& row = table.layers(0).rows(item);
    for (int code = 0; code < 6; ++code) {
      EXPECT_EQ(row.cells(code).count(), Number(absl::StrCat(path, "/counts/", code + 1)));
      ExpectFigure(row.cells(code).row_share(), 1, absl::StrCat(path, "/valid_percent/", code + 1));
    }
    EXPECT_EQ(row.cells(6).count(), Number(path + "/n_missing"));
    const Location& location = table.layers(0).locations(item);
    ExpectFigure(location.n(), 0, path + "/n_valid");
    ExpectFigure(location.mean(), 2, path + "/mean");
    ExpectInterval(location.mean_interval(), 2, path + "/ci95_mean_t");
    ExpectFigure(location.standard_deviation(), 2, path + "/sd");
    ExpectFigure(location.median(), 2, path + "/median");
    ExpectFigure(location.top_box(), 1, path + "/top2_share", 100);
    ExpectInterval(location.top_box_interval(), 1, path + "/top2_wilson95", 100);
  }
  const Table scale =
      TableOf(wave_.get(), items + " statistics: STATISTIC_RELIABILITY reversed: 'A1'");
  ExpectFigure(scale.reliability().alpha_pairwise(), 2, "alpha/raw_alpha_pairwise");
  ExpectFigure(scale.reliability().alpha_standardised(), 2, "alpha/std_alpha");
  EXPECT_EQ(Said(scale.reliability().alpha_listwise()), "PROTECTED") << "some left items out";
  std::vector<Person> complete;
  for (const Person& person : wave_->people) {
    const auto is_answered = [&](const char* code) { return person.Of(code) != nullptr; };
    const auto codes = {"A1", "A2", "A3", "A4", "A5"};
    if (std::all_of(codes.begin(), codes.end(), is_answered)) complete.push_back(person);
  }
  TestWave all(wave_->instrument, std::move(complete));
  const Table listwise = TableOf(&all, items + " statistics: STATISTIC_RELIABILITY reversed: 'A1'");
  ExpectFigure(listwise.reliability().alpha_listwise(), 2, "alpha/raw_alpha_listwise");
}

TEST_F(Reference, GroupsOfAPersonalityInventory) {
  Open("bfi_agreeableness", kInventory);
  if (IsSkipped()) return;
  ExpectCrosstab(
      TableOf(wave_.get(), "variables: 'gender' variables: 'A2' statistics: STATISTIC_ASSOCIATION"),
      2, 6, "crosstab_gender_A2");
  const Table table =
      TableOf(wave_.get(), "variables: 'A2' variables: 'gender' statistics: STATISTIC_LOCATION");
  for (int gender = 1; gender <= 2; ++gender) {
    const Location& location = table.layers(0).locations(gender - 1);
    const std::string path = absl::StrCat("mean_A2_by_gender/", gender);
    ExpectFigure(location.n(), 0, path + "/n_valid");
    ExpectFigure(location.mean(), 2, path + "/mean");
    ExpectFigure(location.standard_deviation(), 2, path + "/sd");
  }
}

TEST_F(Reference, TablesOfTheTitanic) {
  Open("titanic", {{"Class", "1st 2nd 3rd Crew"}, {"Sex", "Male Female"}, {"Survived", "No Yes"}});
  if (IsSkipped()) return;
  const std::string statistics =
      " variables: 'Survived' statistics: STATISTIC_ASSOCIATION statistics: STATISTIC_SHARES";
  const Table classes = TableOf(wave_.get(), "variables: 'Class'" + statistics);
  const Table sexes = TableOf(wave_.get(), "variables: 'Sex'" + statistics);
  EXPECT_EQ(classes.base(), Number("class_by_survived/n"));
  ExpectCrosstab(classes, 4, 2, "class_by_survived");
  ExpectCrosstab(sexes, 2, 2, "sex_by_survived");
  for (int row = 0; row < 4; ++row) {
    for (int column = 0; column < 2; ++column) {
      const auto& cell = classes.layers(0).rows(row).cells(column);
      const std::string at = absl::StrCat("/", row, "/", column);
      ExpectFigure(cell.row_share(), 1, "class_by_survived/row_percent" + at);
      ExpectFigure(cell.adjusted_residual(), 2, "class_by_survived/adj_residuals" + at);
    }
  }
  const Table survival = TableOf(wave_.get(),
                                 "variables: 'Survived' variables: 'Class'"
                                 " statistics: STATISTIC_SHARES statistics: STATISTIC_INTERVALS");
  for (int column = 0; column < 4; ++column) {
    const auto& cell = survival.layers(0).rows(1).cells(column);
    const std::string path = absl::StrCat("survival_share_by_class/", column);
    EXPECT_EQ(cell.count(), Number(path + "/x"));
    ExpectFigure(cell.column_share(), 1, path + "/p", 100);
    ExpectInterval(cell.interval(), 1, path + "/wilson95", 100);
  }
}

TEST_F(Reference, SampleOfSchools) {
  Open("apisrs", {{"awards", "No Yes"}, {"stype", "E H M"}});
  if (IsSkipped()) return;
  const Table table =
      TableOf(wave_.get(), "variables: 'stype' variables: 'awards' statistics: STATISTIC_SHARES");
  EXPECT_EQ(table.base(), 200);
  const char* const names[] = {"E", "H", "M"};
  for (int row = 0; row < 3; ++row) {
    ExpectFigure(table.layers(0).rows(row).total().column_share(), 1,
                 absl::StrCat("share_stype/estimate/stype", names[row]), 100);
  }
}

}  // namespace
}  // namespace lotse::survey::tables
