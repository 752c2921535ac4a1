// What is protected or erased is in no file of a version, whatever the version before showed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/reporting/app/make_version.h"
#include "services/reporting/document/build_document.h"
#include "services/reporting/document/check_document.h"
#include "services/reporting/document/sample_inputs.h"
#include "services/reporting/document/sample_releases.h"
#include "tests/support/unzip.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::FrequencyTable;
using survey::v1alpha::Table;
using survey::v1alpha::TableCategory;
using survey::v1alpha::TableLayer;
using v1alpha::Document;

// The files of a version by their form, and what is packed in one by its name, as `csv t.csv`.
using Texts = std::map<std::string, std::string>;

Document Build(const ReportInputs& inputs) {
  absl::StatusOr<Document> document = BuildDocument(inputs);
  EXPECT_TRUE(document.ok()) << document.status();
  if (!document.ok()) return {};
  EXPECT_THAT(CheckDocument(*document), ::testing::IsEmpty());
  return *std::move(document);
}

// The hash of the version before stands in the files and is not looked at here.
Texts FilesOf(const Document& document, int number) {
  const Edition edition = {"programmes/vopi/engagements/musterstadt/reports/r", number, "", ""};
  const absl::StatusOr<std::vector<MadeFile>> files = MakeFiles(document, edition);
  EXPECT_TRUE(files.ok()) << files.status();
  Texts texts;
  if (!files.ok()) return texts;
  for (const MadeFile& file : *files) {
    const std::string form = FileTypeOf(file.summary.format())->word;
    if (!absl::StartsWith(file.content, "PK")) {
      texts[form] = file.content;
      continue;
    }
    for (auto& [name, content] : testing_support::UnzippedFiles(file.content)) {
      texts[absl::StrCat(form, " ", name)] = std::move(content);
    }
  }
  return texts;
}

// The files of the version of `inputs` that corrects the one of `before`.
Texts CorrectionOf(const ReportInputs& before, ReportInputs inputs) {
  inputs.previous = PreviousVersion{1, Build(before), "Es war falsch."};
  return FilesOf(Build(inputs), 2);
}

// The names of what is not the same.
std::vector<std::string> Differing(const Texts& a, const Texts& b) {
  std::set<std::string> names;
  for (const auto& [name, content] : a) {
    const auto same = b.find(name);
    if (same == b.end() || same->second != content) names.insert(name);
  }
  for (const auto& [name, content] : b) {
    if (a.count(name) == 0) names.insert(name);
  }
  return {names.begin(), names.end()};
}

// The forms in which something differs.
std::set<std::string> DifferingForms(const Texts& a, const Texts& b) {
  std::set<std::string> forms;
  for (const std::string& name : Differing(a, b)) forms.insert(name.substr(0, name.find(' ')));
  return forms;
}

void SetRow(int row, int count, FrequencyTable& table) {
  table.mutable_rows(row)->set_count(count);
  const auto base = static_cast<int>(table.base());
  table.mutable_rows(row)->set_share_per_mille((count * 2000 + base) / (2 * base));
}

// A first version that shows so many of the third answer to `angebote`, and of the first to
// `kontakt`.
ReportInputs FirstVersion(int few, int many) {
  ReportInputs inputs = SampleReport(Language::kGerman, v1alpha::Report::KIND_PROGRESS);
  for (FrequencyTable& table : *inputs.waves[0].mutable_tables()) {
    if (table.code() == "angebote") SetRow(2, few, table);
    if (table.code() == "kontakt") SetRow(0, many, table);
  }
  return inputs;
}

// The second: the few are protected, and what was answered to `kontakt` is erased.
ReportInputs SecondVersion() {
  ReportInputs inputs = SampleReport(Language::kGerman, v1alpha::Report::KIND_PROGRESS);
  auto& tables = *inputs.waves[0].mutable_tables();
  tables.erase(std::remove_if(tables.begin(), tables.end(),
                              [](const auto& table) { return table.code() == "kontakt"; }),
               tables.end());
  for (survey::v1alpha::ReleasedTable& released : inputs.releases[0].tables) {
    Table& table = *released.mutable_table();
    if (table.spec().variables_size() == 0 || table.spec().variables(0) != "kontakt") continue;
    const survey::v1alpha::TableSpec spec = table.spec();
    table.Clear();
    *table.mutable_spec() = spec;
    table.set_refusal(Table::REFUSAL_ERASED);
  }
  return inputs;
}

// A small figure occurs everywhere as a digit, so it is not looked for: the second version is the
// same to the byte whatever the first one showed where there is nothing now.
TEST(DisclosureTest, NothingOfTheVersionBeforeIsLeft) {
  const ReportInputs first = FirstVersion(7, 187);
  const std::set<std::string> all = {"html", "json", "xlsx", "csv", "csv-excel"};
  for (const ReportInputs& other : {FirstVersion(8, 187), FirstVersion(7, 180)}) {
    EXPECT_EQ(DifferingForms(FilesOf(Build(first), 1), FilesOf(Build(other), 1)), all)
        << "the first shows it";
    EXPECT_THAT(
        Differing(CorrectionOf(first, SecondVersion()), CorrectionOf(other, SecondVersion())),
        ::testing::IsEmpty());
  }
}

// A question of a random table, as it was answered and as it is shown.
struct Question {
  std::string code;
  std::vector<int> before, now;
  std::vector<bool> protected_before, protected_now;
  bool erased = false;

  // Whether the first version shows an answer, and the second has no value there.
  bool IsGone(size_t row) const { return !protected_before[row] && (erased || protected_now[row]); }
};

class Maker {
 public:
  explicit Maker(uint32_t seed) : random_(seed) {}

  std::vector<Question> Make() {
    std::vector<Question> questions(1 + Below(3));
    for (Question& question : questions) {
      question.code = absl::StrCat("f", &question - questions.data());
      const size_t rows = 3 + Below(4);
      for (size_t row = 0; row < rows; ++row) {
        question.before.push_back(NewCount());
        question.now.push_back(Below(3) == 0 ? NewCount() : question.before.back());
      }
      question.protected_before = Protect(rows);
      question.protected_now = Protect(rows);
      question.erased = Below(4) == 0;
    }
    return questions;
  }

 private:
  size_t Below(size_t limit) { return random_() % limit; }

  // Five digits, each only once, so that it is known wherever it stands; a sum of two has six.
  int NewCount() {
    while (true) {
      const int count = 50000 + static_cast<int>(Below(50000));
      if (given_.insert(count).second) return count;
    }
  }

  // None, or two at least: one alone would be known from the others.
  std::vector<bool> Protect(size_t rows) {
    std::vector<bool> out(rows, false);
    if (Below(4) == 0) return out;
    std::fill(out.begin(), out.begin() + static_cast<int>(2 + Below(rows - 1)), true);
    std::shuffle(out.begin(), out.end(), random_);
    return out;
  }

  std::mt19937 random_;
  std::set<int> given_;
};

// What a release tells of a question; -1 is protected.
Table ReleasedTable(const std::string& code, const std::vector<int>& counts, int base) {
  Table table;
  table.mutable_spec()->add_variables(code);
  table.set_base(base);
  TableLayer& layer = *table.add_layers();
  for (size_t row = 0; row < counts.size(); ++row) {
    TableCategory& category = *table.add_rows();
    category.set_code(absl::StrCat(row + 1));
    *category.mutable_label() = MakeText(absl::StrCat("Gruppe ", row + 1), "");
    *layer.add_rows()->add_cells() = MakeCount(counts[row]);
  }
  *layer.add_totals() = MakeCount(base);
  return table;
}

// A wave and a release of it with these questions, in the first version or in the second.
ReportInputs InputsOf(const std::vector<Question>& questions, Language language, bool second) {
  ReportInputs inputs = SampleInputs(language);
  inputs.report.set_kind(v1alpha::Report::KIND_PROGRESS);
  AddSampleRelease(inputs);
  inputs.waves[0].clear_tables();
  inputs.releases[0].tables.clear();
  for (const Question& question : questions) {
    if (second && question.erased) continue;
    std::vector<int> counts = second ? question.now : question.before;
    const std::vector<bool>& is_protected =
        second ? question.protected_now : question.protected_before;
    int base = 0, kept_back = 0;
    for (size_t row = 0; row < counts.size(); ++row) {
      base += counts[row];
      if (!is_protected[row]) continue;
      kept_back += counts[row];
      counts[row] = -1;
    }
    FrequencyTable& table = *inputs.waves[0].add_tables();
    table = MakeTable(question.code, counts, base, 0);
    if (kept_back > 0) table.set_protected_count(kept_back);
    survey::v1alpha::ReleasedTable& released = inputs.releases[0].tables.emplace_back();
    released.set_name(absl::StrCat(inputs.releases[0].release.name(), "/tables/", question.code));
    *released.mutable_table() = ReleasedTable(question.code, counts, base);
  }
  return inputs;
}

// The same questions, of which the first version showed other figures where the second has none.
std::vector<Question> WithOtherPast(std::vector<Question> questions) {
  for (Question& question : questions) {
    std::vector<size_t> gone;
    for (size_t row = 0; row < question.before.size(); ++row) {
      if (question.IsGone(row)) gone.push_back(row);
    }
    // Each gets that of the next: their sum stays.
    for (size_t i = 1; i < gone.size(); ++i) {
      std::swap(question.before[gone[i - 1]], question.before[gone[i]]);
    }
  }
  return questions;
}

// All whole numbers of five digits in a text, also with a sign between the thousands.
void AddNumbers(const std::string& text, std::set<int>& numbers) {
  const auto digits_at = [&text](size_t at) {
    size_t end = at;
    while (end < text.size() && absl::ascii_isdigit(static_cast<unsigned char>(text[end]))) ++end;
    return end - at;
  };
  for (size_t at = 0; at < text.size(); at += std::max<size_t>(digits_at(at), 1)) {
    const size_t digits = digits_at(at);
    if (digits == 5) numbers.insert(std::stoi(text.substr(at, 5)));
    if (digits != 2) continue;
    for (const char* sign : {".", ",", " ", "\u00a0", "\u202f", "&#160;", "&nbsp;"}) {
      const size_t behind = at + 2 + std::string(sign).size();
      if (text.compare(at + 2, std::string(sign).size(), sign) != 0) continue;
      if (digits_at(behind) != 3) continue;
      numbers.insert(std::stoi(text.substr(at, 2) + text.substr(behind, 3)));
    }
  }
}

std::set<int> NumbersOf(const Texts& texts) {
  std::set<int> numbers;
  for (const auto& [name, content] : texts) AddNumbers(content, numbers);
  return numbers;
}

TEST(DisclosureTest, NoProtectedFigureOfTwoVersionsIsInAFileOfTheSecond) {
  int looked_for = 0, shown_before = 0, shown_now = 0, other_pasts = 0;
  for (uint32_t seed = 0; seed < 200; ++seed) {
    const Language language = seed % 2 == 0 ? Language::kGerman : Language::kEnglish;
    const std::vector<Question> questions = Maker(seed).Make();
    const ReportInputs first = InputsOf(questions, language, false);
    const ReportInputs second = InputsOf(questions, language, true);
    const Texts files = CorrectionOf(first, second);
    const std::set<int> before = NumbersOf(FilesOf(Build(first), 1));
    const std::set<int> now = NumbersOf(files);
    for (const Question& question : questions) {
      for (size_t row = 0; row < question.now.size(); ++row) {
        const bool has_value = !question.erased && !question.protected_now[row];
        EXPECT_EQ(now.count(question.now[row]) > 0, has_value)
            << seed << " " << question.code << row;
        // A correction tells what it was where there is a value now.
        const bool told = has_value && !question.protected_before[row];
        if (question.before[row] != question.now[row]) {
          EXPECT_EQ(now.count(question.before[row]) > 0, told)
              << seed << " " << question.code << row;
        }
        EXPECT_EQ(before.count(question.before[row]) > 0, !question.protected_before[row]) << seed;
        looked_for += has_value ? 0 : 1;
        shown_before += question.IsGone(row) ? 1 : 0;
        shown_now += has_value ? 1 : 0;
      }
    }
    const std::vector<Question> other = WithOtherPast(questions);
    const Texts same = CorrectionOf(InputsOf(other, language, false), second);
    EXPECT_THAT(Differing(files, same), ::testing::IsEmpty()) << seed;
    other_pasts += Build(InputsOf(other, language, false)).SerializeAsString() !=
                   Build(first).SerializeAsString();
    if (HasFailure()) FAIL() << "seed " << seed;
  }
  EXPECT_GT(looked_for, 800);
  EXPECT_GT(shown_before, 300);
  EXPECT_GT(shown_now, 400);
  EXPECT_GT(other_pasts, 100);
}

}  // namespace
}  // namespace lotse::reporting
