// How fast a wave is counted: 1,000,000 people with 50 single choices, 50 one-way tables and a
// crosstab of those who gave one answer to a third question. Beside the bare loops over the
// same bytes and SQLite with a column for each question, in the same run. How long 20 tables of
// 100,000 people take: counted from an image and from rows, and asked for at the service once the
// wave is closed. And how long it takes to protect and audit the tables of a report, beside
// counting them.
//
//   bench_tables [--json]

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <numeric>
#include <random>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/survey/analysis/columns/image.h"
#include "services/survey/engine/response_row.h"
#include "tests/perf/bare.h"
#include "tests/perf/daemon.h"
#include "tests/perf/fresh_tables.h"
#include "tests/perf/release_tables.h"
#include "tests/perf/rows.h"

namespace lotse::perf {
namespace {

using survey::ColumnImage;
using survey::CompiledInstrument;

constexpr int kPeople = 1'000'000;
constexpr int kQuestions = 50;
constexpr int kOptions = 5;
constexpr int kRuns = 7;
// SQLite takes a minute for what the others do in milliseconds: it gets a part of the people,
// and its time is that for all.
constexpr int kPart = 20;
constexpr std::size_t kCodes = ColumnImage::kFirstOption + kOptions;
// The answer of those who are in the crosstab.
constexpr std::uint8_t kWanted = ColumnImage::kFirstOption + 1;

std::string CodeOf(int question) { return absl::StrCat("q", question); }

std::shared_ptr<const CompiledInstrument> Questionnaire(int questions = kQuestions) {
  survey::v1alpha::Instrument instrument;
  auto* section = instrument.add_sections();
  for (int i = 0; i < questions; ++i) {
    auto* question = section->add_questions();
    question->set_code(CodeOf(i));
    question->set_kind(survey::v1alpha::Question::KIND_SINGLE_CHOICE);
    for (int option = 0; option < kOptions; ++option) {
      question->add_options()->set_code(absl::StrCat(option));
    }
  }
  return std::make_shared<const CompiledInstrument>(instrument);
}

// Rows of people of whom one in a hundred leaves a question out.
std::vector<std::string> RowsAtRandom(const CompiledInstrument& instrument,
                                      int people = kPeople / 10) {
  const int questions = static_cast<int>(instrument.variables().size());
  std::mt19937 random(1);
  std::vector<std::string> rows;
  google::protobuf::RepeatedPtrField<survey::v1alpha::Answer> answers;
  for (int person = 0; person < people; ++person) {
    answers.Clear();
    for (int i = 0; i < questions; ++i) {
      if (random() % 100 == 0) continue;
      auto* answer = answers.Add();
      answer->set_code(CodeOf(i));
      answer->set_choice(absl::StrCat(random() % kOptions));
    }
    rows.push_back(survey::EncodeResponseRow(instrument, answers));
  }
  return rows;
}

// Milliseconds of the median of some runs.
double Milliseconds(absl::FunctionRef<void()> work, int runs = kRuns) {
  std::vector<double> found;
  for (int run = 0; run < runs; ++run) {
    const absl::Time start = absl::Now();
    work();
    found.push_back(absl::ToDoubleMilliseconds(absl::Now() - start));
  }
  std::sort(found.begin(), found.end());
  return found[found.size() / 2];
}

using Counts = std::vector<std::int64_t>;

// What a loop does that knows all at the time of writing.
std::vector<Counts> BareTables(const ColumnImage& image) {
  std::vector<Counts> tables;
  for (int i = 0; i < kQuestions; ++i) {
    std::uint32_t counts[kCodes] = {};
    const auto codes = image.Codes(i)[0].codes;
    for (const std::uint8_t code : codes) ++counts[code];
    tables.emplace_back(counts, counts + kCodes);
  }
  return tables;
}

Counts BareCrosstab(const ColumnImage& image) {
  const auto a = image.Codes(0)[0].codes, b = image.Codes(1)[0].codes, c = image.Codes(2)[0].codes;
  std::uint32_t counts[kCodes * kCodes] = {};
  for (int i = 0; i < kPeople; ++i) {
    if (c[i] == kWanted) ++counts[a[i] * kCodes + b[i]];
  }
  return Counts(counts, counts + kCodes * kCodes);
}

std::vector<Counts> Tables(const ColumnImage& image, int questions = kQuestions) {
  std::vector<Counts> tables;
  for (int i = 0; i < questions; ++i) tables.push_back(CountCombinations(image.Codes(i)));
  return tables;
}

Counts Crosstab(const ColumnImage& image) {
  std::vector<bool> wanted(kCodes);
  wanted[kWanted] = true;
  const auto those = survey::Selection::Where(image.Codes(2)[0].codes, wanted);
  return CountCombinations({image.Codes(0)[0], image.Codes(1)[0]}, &those);
}

// A table with a column for each question.
class Sqlite {
 public:
  explicit Sqlite(const ColumnImage& image)
      : folder_(MakeFolder()), bare_(folder_ + "/tables.db", kStatements) {
    std::string columns, values;
    for (int i = 0; i < kQuestions; ++i) absl::StrAppend(&columns, i == 0 ? "" : ",", CodeOf(i));
    bare_.Exec(absl::StrCat("CREATE TABLE answers (", columns, "); BEGIN").c_str());
    for (int person = 0; person < kPeople / kPart; ++person) {
      values.clear();
      for (int i = 0; i < kQuestions; ++i) {
        absl::StrAppend(&values, i == 0 ? "" : ",", image.Codes(i)[0].codes[person]);
      }
      bare_.Exec(absl::StrCat("INSERT INTO answers VALUES (", values, ")").c_str());
    }
    bare_.Exec("COMMIT");
  }
  ~Sqlite() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  void Tables() {
    for (int i = 0; i < kQuestions; ++i) {
      bare_.Exec(absl::StrCat("SELECT count(*) FROM answers GROUP BY ", CodeOf(i)).c_str());
    }
  }
  void Crosstab() {
    bare_.Exec(absl::StrCat("SELECT count(*) FROM answers WHERE q2 = ", kWanted, " GROUP BY q0, q1")
                   .c_str());
  }

 private:
  static constexpr sql::EmbeddedFile kStatements[] = {{"none.sql", "-- name: None\nSELECT 1;\n"}};

  const std::string folder_;
  Bare bare_;
};

// False: what was protected does not hold, or tables were refused.
bool Release(const Rows& rows) {
  constexpr int kFewRuns = 3;
  const ReleaseTables tables;
  const survey::suppression::ProtectionTask task = tables.Task();
  const double counted = Milliseconds([&] { tables.Counted(); }) / 1000;
  absl::StatusOr<survey::suppression::ProtectionResult> result;
  const double protecting =
      Milliseconds([&] { result = survey::suppression::ProtectRelease(task); }, kFewRuns) / 1000;
  if (!result.ok()) return false;
  const survey::suppression::Published all{
      tables.Counted(), {result->hidden.begin(), result->hidden.end()}, {}};
  absl::StatusOr<bool> holds;
  const double audit =
      Milliseconds(
          [&] { holds = survey::suppression::HoldsTogether(all, task.groupings, task.rules); },
          kFewRuns) /
      1000;
  rows.Note("release: 10,000 people, 80 one-way tables and 200 crosstabs, one thread");
  rows.Print({"release counted, bare loops", counted, "s", {}, {}});
  rows.Print({"release protected and audited", protecting, "s", 2, protecting / counted});
  rows.Print({"release audited alone", audit, "s", {}, audit / counted});
  rows.Print({"release: cells hidden", static_cast<double>(result->hidden.size()), "", {}, {}});
  return holds.ok() && *holds &&
         std::count(result->refusals.begin(), result->refusals.end(),
                    survey::suppression::Refusal::kNone) ==
             static_cast<std::ptrdiff_t>(task.tables.size());
}

// How long it takes to count a few tables of a wave: once its image is there, and if that has to be
// built first. False: the tables are not of all people.
bool Few(const Rows& rows) {
  constexpr int kFewPeople = 100'000;
  constexpr int kFewQuestions = 20;
  const auto instrument = Questionnaire(kFewQuestions);
  const std::vector<std::string> stored = RowsAtRandom(*instrument, kFewPeople);
  std::vector<Counts> counted;
  const auto build = [&] {
    ColumnImage image(instrument);
    image.Reserve(kFewPeople);
    for (const std::string& row : stored) image.Append(row);
    return image;
  };
  const double first = Milliseconds([&] { counted = Tables(build(), kFewQuestions); });
  const ColumnImage image = build();
  const double ready = Milliseconds([&] { counted = Tables(image, kFewQuestions); });
  rows.Note(absl::StrCat(kFewPeople, " people, ", kFewQuestions, " single choices, one thread"));
  rows.Print({"20 tables, image ready", ready, "ms", {}, {}});
  rows.Print({"20 tables, image built first", first, "ms", {}, {}});
  return std::all_of(counted.begin(), counted.end(), [](const Counts& counts) {
    return std::accumulate(counts.begin(), counts.end(), std::int64_t{0}) == kFewPeople;
  });
}

int Run(int argc, char** argv) {
  const Rows rows(argc, argv);
  const auto instrument = Questionnaire();
  const std::vector<std::string> stored = RowsAtRandom(*instrument);
  ColumnImage image(instrument);
  image.Reserve(kPeople);
  const absl::Time start = absl::Now();
  for (int i = 0; i < kPeople; ++i) image.Append(stored[i % stored.size()]);
  const double built = kPeople / absl::ToDoubleSeconds(absl::Now() - start);
  Sqlite sqlite(image);

  rows.Note(absl::StrCat(kPeople, " people, ", kQuestions,
                         " single choices, one thread; medians of ", kRuns, " runs. SQLite has a ",
                         kPart, "th of the people; its time is times ", kPart));
  rows.Print({"image built from rows, at least", built, "people/s", 200'000, {}});
  rows.Print({"image per answer",
              static_cast<double>(image.Bytes()) / kPeople / kQuestions,
              "bytes",
              1.2,
              {}});
  const double bare_tables = Milliseconds([&] { BareTables(image); });
  const double tables = Milliseconds([&] { Tables(image); });
  const double bare_crosstab = Milliseconds([&] { BareCrosstab(image); });
  const double crosstab = Milliseconds([&] { Crosstab(image); });
  rows.Print({"50 tables, bare loops", bare_tables, "ms", {}, {}});
  rows.Print({"50 tables", tables, "ms", 3 * bare_tables, tables / bare_tables});
  rows.Print(
      {"50 tables, SQLite", kPart * Milliseconds([&] { sqlite.Tables(); }, 1), "ms", {}, {}});
  rows.Print({"crosstab with a filter, bare loop", bare_crosstab, "ms", {}, {}});
  rows.Print(
      {"crosstab with a filter", crosstab, "ms", 3 * bare_crosstab, crosstab / bare_crosstab});
  rows.Print({"crosstab with a filter, SQLite",
              kPart * Milliseconds([&] { sqlite.Crosstab(); }, 1),
              "ms",
              {},
              {}});
  if (!Few(rows)) {
    std::fprintf(stderr, "bench_tables: somebody is missing in 20 tables\n");
    return 1;
  }
  if (!FreshTables(rows)) {
    std::fprintf(stderr, "bench_tables: not all tables of a fresh wave were given\n");
    return 1;
  }
  if (!Release(rows)) {
    std::fprintf(stderr, "bench_tables: the release is not protected\n");
    return 1;
  }
  if (Tables(image) == BareTables(image) && Crosstab(image) == BareCrosstab(image)) return 0;
  std::fprintf(stderr, "bench_tables: what was counted is not the same\n");
  return 1;
}

}  // namespace
}  // namespace lotse::perf

int main(int argc, char** argv) { return lotse::perf::Run(argc, argv); }
