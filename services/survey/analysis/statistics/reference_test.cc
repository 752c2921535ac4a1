#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/survey/analysis/statistics/agreement.h"
#include "services/survey/analysis/statistics/association.h"
#include "services/survey/analysis/statistics/comparison.h"
#include "services/survey/analysis/statistics/crosstab.h"
#include "services/survey/analysis/statistics/frequencies.h"
#include "services/survey/analysis/statistics/moments.h"
#include "services/survey/analysis/statistics/proportions.h"
#include "services/survey/analysis/statistics/reliability.h"
#include "services/survey/analysis/statistics/statistics_testing.h"

// Public data sets with the figures that R gives for them.

namespace lotse::survey::statistics {
namespace {

using google::protobuf::Value;
using Counts = std::vector<int64_t>;

class Reference : public testing::Test {
 protected:
  // Reads a data set, or skips the test if it is not there.
  void Open(absl::string_view name, absl::string_view file = "data.csv") {
    const char* const root = std::getenv("LOTSE_REFERENCE");
    const std::string folder =
        absl::StrCat(root != nullptr ? root : "../shared/reference", "/stats/", name);
    std::string json;
    if (!Read(absl::StrCat(folder, "/expected.json"), &json) ||
        !Read(absl::StrCat(folder, "/", file), &csv_)) {
      GTEST_SKIP() << "no reference data: " << folder << " cannot be opened";
    }
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json, &expected_).ok());
    std::vector<std::vector<std::string>> lines;
    for (absl::string_view line : absl::StrSplit(csv_, '\n', absl::SkipEmpty())) {
      lines.push_back(absl::StrSplit(absl::StrReplaceAll(line, {{"\"", ""}, {"\r", ""}}), ','));
    }
    for (size_t column = 0; column < lines[0].size(); ++column) {
      std::vector<std::string>& cells = columns_[lines[0][column]];
      for (size_t row = 1; row < lines.size(); ++row) cells.push_back(lines[row][column]);
    }
  }

  // What expected.json says at a path such as "items/A1/mean" or "counts/0/1".
  const Value& At(absl::string_view path) const {
    const Value* value = &expected_;
    for (absl::string_view step : absl::StrSplit(path, '/')) {
      int index = 0;
      if (value->has_list_value() && absl::SimpleAtoi(step, &index)) {
        value = &value->list_value().values(index);
      } else {
        const auto& fields = value->struct_value().fields();
        const auto field = fields.find(std::string(step));
        EXPECT_NE(field, fields.end()) << path;
        if (field == fields.end()) return Value::default_instance();
        value = &field->second;
      }
    }
    return *value;
  }
  double Number(absl::string_view path) const { return At(path).number_value(); }
  testing::Matcher<const Figure&> IsAt(absl::string_view path) const { return Is(Number(path)); }
  testing::Matcher<const FigureOf<Interval>&> SpansAt(absl::string_view path) const {
    return Spans(Number(absl::StrCat(path, "/0")), Number(absl::StrCat(path, "/1")));
  }

  // Codes 1 to 255 of a column of small numbers; 0 where there is none.
  std::vector<uint8_t> Codes(const std::string& column) const {
    std::vector<uint8_t> codes;
    for (const std::string& cell : columns_.at(column)) {
      int code = 0;
      if (!absl::SimpleAtoi(cell, &code)) code = 0;
      codes.push_back(static_cast<uint8_t>(code));
    }
    return codes;
  }
  std::vector<double> Numbers(const std::string& column) const {
    std::vector<double> numbers;
    for (const std::string& cell : columns_.at(column)) {
      EXPECT_TRUE(absl::SimpleAtod(cell, &numbers.emplace_back()));
    }
    return numbers;
  }
  // Persons per row and column, in the order of the names.
  Counts Table(const std::string& rows, const std::vector<std::string>& row_names,
               const std::string& columns, const std::vector<std::string>& column_names) const {
    Counts counts;
    for (const std::string& row : row_names) {
      for (const std::string& column : column_names) {
        int64_t n = 0;
        for (size_t i = 0; i < columns_.at(rows).size(); ++i) {
          n += columns_.at(rows)[i] == row && columns_.at(columns)[i] == column;
        }
        counts.push_back(n);
      }
    }
    return counts;
  }
  std::vector<std::string> Names(absl::string_view path) const {
    std::vector<std::string> names;
    for (const Value& name : At(path).list_value().values()) names.push_back(name.string_value());
    return names;
  }
  void ExpectTable(absl::string_view path, const std::string& rows, const std::string& columns) {
    const std::vector<std::string> row_names = Names(absl::StrCat(path, "/row_levels"));
    const std::vector<std::string> column_names = Names(absl::StrCat(path, "/col_levels"));
    const Counts counts = Table(rows, row_names, columns, column_names);
    const Crosstab table(counts, column_names.size());
    const Association a = AssociationOf(table);
    EXPECT_EQ(a.n, Number(absl::StrCat(path, "/n")));
    EXPECT_EQ(a.df, Number(absl::StrCat(path, "/df")));
    EXPECT_THAT(a.chi_square, IsAt(absl::StrCat(path, "/chisq")));
    EXPECT_THAT(a.p, IsAt(absl::StrCat(path, "/p")));
    EXPECT_THAT(a.smallest_expected, IsAt(absl::StrCat(path, "/expected_min")));
    EXPECT_THAT(a.cramers_v, IsAt(absl::StrCat(path, "/cramers_v")));
    for (size_t row = 0; row < table.rows(); ++row) {
      for (size_t column = 0; column < table.columns(); ++column) {
        const std::string cell = absl::StrCat("/", row, "/", column);
        EXPECT_EQ(table.at(row, column), Number(absl::StrCat(path, "/counts", cell)));
        EXPECT_THAT(table.RowPercent(row, column), IsAt(absl::StrCat(path, "/row_percent", cell)));
        EXPECT_THAT(AdjustedResidual(table, row, column),
                    IsAt(absl::StrCat(path, "/adj_residuals", cell)));
      }
    }
  }

  std::map<std::string, std::vector<std::string>> columns_;

 private:
  static bool Read(const std::string& path, std::string* text) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    *text = content.str();
    return file.good();
  }

  Value expected_;
  std::string csv_;
};

const std::vector<double> kSix = {1, 2, 3, 4, 5, 6};

TEST_F(Reference, ItemsOfAPersonalityInventory) {
  Open("bfi_agreeableness");
  if (IsSkipped()) return;
  for (int item = 1; item <= 5; ++item) {
    const std::string name = absl::StrCat("A", item);
    const std::string path = absl::StrCat("items/", name);
    Counts counts(6);
    int64_t missing = 0;
    for (const uint8_t code : Codes(name)) ++(code == 0 ? missing : counts[code - 1]);
    const Frequencies f = FrequenciesOf(counts, missing);
    EXPECT_EQ(f.n, Number(absl::StrCat(path, "/n_valid")));
    EXPECT_EQ(f.missing, Number(absl::StrCat(path, "/n_missing")));
    for (int code = 1; code <= 6; ++code) {
      const Frequency& category = f.categories[static_cast<size_t>(code) - 1];
      EXPECT_EQ(category.n, Number(absl::StrCat(path, "/counts/", code)));
      EXPECT_THAT(category.valid_percent, IsAt(absl::StrCat(path, "/valid_percent/", code)));
    }
    const Distribution distribution = {.values = kSix, .counts = counts};
    const Summary s = SummaryOf(MomentsOf(distribution));
    EXPECT_THAT(s.mean, IsAt(absl::StrCat(path, "/mean")));
    EXPECT_THAT(s.sd, IsAt(absl::StrCat(path, "/sd")));
    EXPECT_THAT(s.standard_error, IsAt(absl::StrCat(path, "/se_mean")));
    EXPECT_THAT(s.interval, SpansAt(absl::StrCat(path, "/ci95_mean_t")));
    EXPECT_THAT(QuantileOf(distribution, .5), IsAt(absl::StrCat(path, "/median")));
    EXPECT_THAT(QuantileOf(distribution, .25), IsAt(absl::StrCat(path, "/q25_type7")));
    EXPECT_THAT(QuantileOf(distribution, .75), IsAt(absl::StrCat(path, "/q75_type7")));
    const Share top = TopBoxOf(counts, 2);
    EXPECT_EQ(top.count, Number(absl::StrCat(path, "/top2_count")));
    EXPECT_THAT(top.value, IsAt(absl::StrCat(path, "/top2_share")));
    EXPECT_THAT(top.interval, SpansAt(absl::StrCat(path, "/top2_wilson95")));
  }
}

TEST_F(Reference, ScaleOfAPersonalityInventory) {
  Open("bfi_agreeableness");
  if (IsSkipped()) return;
  std::vector<std::vector<uint8_t>> columns;
  for (int item = 1; item <= 5; ++item) columns.push_back(Codes(absl::StrCat("A", item)));
  std::vector<Item> items;
  for (const auto& column : columns) items.push_back({.codes = column, .reversed = items.empty()});
  const Reliability r = ReliabilityOf({.items = items, .levels = 6});
  EXPECT_EQ(r.listwise_n, Number("alpha/n_listwise"));
  EXPECT_THAT(r.pairwise.raw, IsAt("alpha/raw_alpha_pairwise"));
  EXPECT_THAT(r.listwise.raw, IsAt("alpha/raw_alpha_listwise"));
  EXPECT_THAT(r.pairwise.standardized, IsAt("alpha/std_alpha"));
  EXPECT_THAT(r.pairwise.average_correlation, IsAt("alpha/average_r"));
  for (size_t i = 0; i < items.size(); ++i) {
    EXPECT_EQ(r.item_n[i], Number(absl::StrCat("items/A", i + 1, "/n_valid")));
    EXPECT_THAT(r.pairwise.if_deleted[i], IsAt(absl::StrCat("alpha/alpha_if_deleted/A", i + 1)));
    EXPECT_THAT(r.pairwise.item_rest_correlation[i], IsAt(absl::StrCat("alpha/r_drop/A", i + 1)));
  }
}

TEST_F(Reference, GroupsOfAPersonalityInventory) {
  Open("bfi_agreeableness");
  if (IsSkipped()) return;
  const Counts counts = Table("gender", {"1", "2"}, "A2", {"1", "2", "3", "4", "5", "6"});
  const Crosstab table(counts, 6);
  for (size_t row = 0; row < 2; ++row) {
    for (size_t column = 0; column < 6; ++column) {
      EXPECT_EQ(table.at(row, column),
                Number(absl::StrCat("crosstab_gender_A2/counts/", row, "/", column)));
    }
  }
  const Association a = AssociationOf(table);
  EXPECT_EQ(a.df, Number("crosstab_gender_A2/df"));
  EXPECT_THAT(a.chi_square, IsAt("crosstab_gender_A2/chisq"));
  EXPECT_THAT(a.p, IsAt("crosstab_gender_A2/p"));
  EXPECT_THAT(a.cramers_v, IsAt("crosstab_gender_A2/cramers_v"));

  const absl::Span<const int64_t> rows = counts;
  const Moments men = MomentsOf({.values = kSix, .counts = rows.first(6)});
  const Moments women = MomentsOf({.values = kSix, .counts = rows.last(6)});
  EXPECT_EQ(men.n, Number("mean_A2_by_gender/1/n_valid"));
  EXPECT_THAT(women.mean, IsAt("mean_A2_by_gender/2/mean"));
  EXPECT_THAT(SummaryOf(women).sd, IsAt("mean_A2_by_gender/2/sd"));
  const MeanDifference d = CompareMeans(men, women);
  EXPECT_THAT(d.t, IsAt("welch_t_A2_gender/t"));
  EXPECT_THAT(d.df, IsAt("welch_t_A2_gender/df"));
  EXPECT_THAT(d.p, IsAt("welch_t_A2_gender/p"));
  EXPECT_THAT(d.interval, SpansAt("welch_t_A2_gender/ci95"));
}

TEST_F(Reference, TablesOfTheTitanic) {
  Open("titanic");
  if (IsSkipped()) return;
  ExpectTable("class_by_survived", "Class", "Survived");
  ExpectTable("sex_by_survived", "Sex", "Survived");
  const Counts classes =
      Table("Class", Names("class_by_survived/row_levels"), "Survived", {"No", "Yes"});
  const Crosstab table(classes, 2);
  for (size_t row = 0; row < table.rows(); ++row) {
    const std::string path = absl::StrCat("survival_share_by_class/", row);
    const Share share = ShareOf(table.at(row, 1), table.row_total(row));
    EXPECT_EQ(share.count, Number(absl::StrCat(path, "/x")));
    EXPECT_EQ(share.n, Number(absl::StrCat(path, "/n")));
    EXPECT_THAT(share.value, IsAt(absl::StrCat(path, "/p")));
    EXPECT_THAT(share.interval, SpansAt(absl::StrCat(path, "/wilson95")));
  }
}

TEST_F(Reference, AgreementOfObservers) {
  Open("irr_small", "krippendorff.csv");
  if (IsSkipped()) return;
  std::vector<std::vector<uint8_t>> columns;
  for (int rater = 1; rater <= 4; ++rater) columns.push_back(Codes(absl::StrCat("X", rater)));
  const std::vector<absl::Span<const uint8_t>> raters(columns.begin(), columns.end());
  const absl::Span<const double> values = absl::MakeSpan(kSix).first(5);
  const struct {
    Scale scale;
    const char* name;
  } cases[] = {{Scale::kNominal, "nominal"},
               {Scale::kOrdinal, "ordinal"},
               {Scale::kInterval, "interval"},
               {Scale::kRatio, "ratio"}};
  for (const auto& c : cases) {
    EXPECT_THAT(KrippendorffAlphaOf(raters, values, c.scale).alpha,
                IsAt(absl::StrCat("krippendorff_2011/", c.name)));
  }
}

TEST_F(Reference, AgreementOfCouples) {
  Open("irr_small", "sexualfun.csv");
  if (IsSkipped()) return;
  // One line per cell of the table, its columns one after the other.
  Counts counts(16);
  for (size_t cell = 0; cell < counts.size(); ++cell) {
    counts[cell % 4 * 4 + cell / 4] = static_cast<int64_t>(Numbers("Freq")[cell]);
  }
  const Crosstab table(counts, 4);
  const Kappa kappa = KappaOf(table, KappaWeights::kNone);
  EXPECT_EQ(kappa.n, Number("cohen_sexualfun/n"));
  EXPECT_THAT(kappa.observed, IsAt("cohen_sexualfun/observed_agreement"));
  EXPECT_THAT(kappa.expected, IsAt("cohen_sexualfun/expected_agreement"));
  EXPECT_THAT(kappa.kappa, IsAt("cohen_sexualfun/kappa"));
  EXPECT_THAT(kappa.standard_error, IsAt("cohen_sexualfun/ase"));
  EXPECT_THAT(kappa.interval, SpansAt("cohen_sexualfun/ci95"));
  const Kappa linear = KappaOf(table, KappaWeights::kLinear);
  EXPECT_THAT(linear.kappa, IsAt("cohen_sexualfun/kappa_weighted_linear"));
  EXPECT_THAT(linear.standard_error, IsAt("cohen_sexualfun/ase_weighted"));
  EXPECT_THAT(KappaOf(table, KappaWeights::kQuadratic).kappa,
              IsAt("cohen_sexualfun/kappa_weighted_quadratic"));
}

// The figures are those of a sample from 6,194 schools; ours are of a large population, whose
// standard errors are larger by 1 / sqrt(1 - n / N).
TEST_F(Reference, SampleOfSchools) {
  Open("apisrs");
  if (IsSkipped()) return;
  const double finite = std::sqrt(1 - 200.0 / 6194);
  const Summary s = SummaryOf(MomentsOf(Numbers("api00")));
  EXPECT_EQ(s.n, 200);
  EXPECT_THAT(s.mean, IsAt("mean_api00/estimate/api00"));
  EXPECT_THAT(s.standard_error.value() * finite, IsNear(Number("mean_api00/se/api00")));

  const Moments change = DifferencesOf(Numbers("api00"), Numbers("api99"));
  EXPECT_THAT(change.mean, IsAt("mean_change/estimate/I(api00 - api99)"));
  EXPECT_THAT(SummaryOf(change).standard_error.value() * finite,
              IsNear(Number("mean_change/se/I(api00 - api99)")));
  const MeanDifference d = ComparePairs(change);
  EXPECT_THAT(d.t.value(), IsNear(Number("mean_change/estimate/I(api00 - api99)") /
                                  (Number("mean_change/se/I(api00 - api99)") / finite)));
  EXPECT_THAT(d.effect, Is(d.t.value() / std::sqrt(200)));
}

}  // namespace
}  // namespace lotse::survey::statistics
