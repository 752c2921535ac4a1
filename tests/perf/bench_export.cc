// How fast single responses are exported: 100,000 people with 50 single choices, from the file of
// an anonymous wave to the last byte of the zip. Beside zlib alone over the same text, in the same
// run, and a tenth of the people, which shows that the time grows with them and no faster.
//
//   bench_export [--json]

#include <zlib.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <random>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "runtime/types/csv_text.h"
#include "services/survey/engine/response_row.h"
#include "services/survey/exchange/export/response_file.h"
#include "services/survey/responses/rows_by_key.h"
#include "tests/perf/daemon.h"
#include "tests/perf/rows.h"

namespace lotse::perf {
namespace {

using survey::Cell;
using survey::CellReader;
using survey::CompiledInstrument;
using survey::FileContent;
using survey::RowKey;
using survey::WavePair;

constexpr int kPeople = 100'000;
constexpr int kPart = 10;
constexpr int kQuestions = 50;
constexpr int kOptions = 5;
constexpr int kRuns = 5;
constexpr std::size_t kPage = 512;  // As ResponseExport::kPageRows.
constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";

survey::v1alpha::Instrument Questionnaire() {
  survey::v1alpha::Instrument instrument;
  auto* section = instrument.add_sections();
  for (int i = 0; i < kQuestions; ++i) {
    auto* question = section->add_questions();
    question->set_code(absl::StrCat("q", i));
    question->set_kind(survey::v1alpha::Question::KIND_SINGLE_CHOICE);
    for (int option = 1; option <= kOptions; ++option) {
      question->add_options()->set_code(absl::StrCat(option));
    }
  }
  return instrument;
}

// A closed wave of people of whom one in a hundred leaves a question out.
void Fill(const std::string& folder, const CompiledInstrument& instrument, int people) {
  std::mt19937_64 random(1);
  std::vector<std::pair<std::string, std::string>> rows;
  google::protobuf::RepeatedPtrField<survey::v1alpha::Answer> answers;
  for (int person = 0; person < people; ++person) {
    answers.Clear();
    for (int i = 0; i < kQuestions; ++i) {
      if (random() % 100 == 0) continue;
      auto* answer = answers.Add();
      answer->set_code(absl::StrCat("q", i));
      answer->set_choice(absl::StrCat(random() % kOptions + 1));
    }
    rows.emplace_back(
        absl::StrFormat("%08x-%04x-4%03x-8000-%012x", random() & 0xFFFFFFFF, random() & 0xFFFF,
                        random() & 0xFFF, random() & 0xFFFFFFFFFFFF),
        EncodeResponseRow(instrument, answers));
  }
  auto wave = WavePair::Open(folder, kWave, /*max_waiting=*/16, [] {});
  if (!wave.ok() || !(*wave)->Import(rows, /*closed=*/true).ok()) std::abort();
}

class Export {
 public:
  explicit Export(int people) {
    Fill(folder_, *compiled_, people);
    store_ = *survey::ResponseStore::Open(folder_, /*max_waiting=*/16);
    content_.language = "de";
    content_.columns = survey::ColumnsOf(instrument_, {});
    content_.rows = people;
  }
  ~Export() {
    store_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  // What a caller gets, piece by piece; `text` is what is in it. The bytes of the largest piece.
  std::size_t Run(std::string* text) {
    auto keys = KeysOf(*store_, wave_, {});
    if (!keys.ok()) std::abort();
    absl::BitGen random;
    std::shuffle(keys->begin(), keys->end(), random);
    CellReader reader(compiled_, content_.columns, {});
    const auto file = NewCsvFile(content_);
    std::vector<Cell> cells;
    std::string piece;
    std::size_t largest = 0;
    for (std::size_t next = 0; next < keys->size(); next += kPage) {
      piece.clear();
      const auto page = absl::MakeConstSpan(*keys).subspan(next, kPage);
      const absl::Status read =
          ReadByKey(*store_, wave_, *compiled_, page, {}, [&](absl::string_view row) {
            if (!reader.Read(row, &cells) || !file->Add(cells, &piece).ok()) std::abort();
            if (text != nullptr) AddTo(cells, text);
            return true;
          });
      if (!read.ok()) std::abort();
      largest = std::max(largest, piece.size());
    }
    if (!file->Finish(&piece).ok()) std::abort();
    return largest;
  }

  double Milliseconds() {
    std::vector<double> found;
    for (int run = 0; run < kRuns; ++run) {
      const absl::Time start = absl::Now();
      Run(nullptr);
      found.push_back(absl::ToDoubleMilliseconds(absl::Now() - start));
    }
    std::sort(found.begin(), found.end());
    return found[found.size() / 2];
  }

 private:
  static void AddTo(const std::vector<Cell>& cells, std::string* text) {
    types::CsvText csv(',');
    for (const Cell& cell : cells) csv.AddNumber(cell.number, text);
    csv.EndRecord(text);
  }

  const std::string folder_ = MakeFolder();
  const survey::v1alpha::Instrument instrument_ = Questionnaire();
  const std::shared_ptr<const CompiledInstrument> compiled_ =
      std::make_shared<const CompiledInstrument>(instrument_);
  const survey::ReadWave wave_ = {kWave};
  std::unique_ptr<survey::ResponseStore> store_;
  FileContent content_;
};

// zlib alone over a text that lies there.
double BareMilliseconds(const std::string& text) {
  std::vector<double> found;
  std::vector<Bytef> out(compressBound(text.size()));
  for (int run = 0; run < kRuns; ++run) {
    uLongf size = out.size();
    const absl::Time start = absl::Now();
    compress2(out.data(), &size, reinterpret_cast<const Bytef*>(text.data()), text.size(), 1);
    found.push_back(absl::ToDoubleMilliseconds(absl::Now() - start));
  }
  std::sort(found.begin(), found.end());
  return found[found.size() / 2];
}

int Run(int argc, char** argv) {
  const Rows rows(argc, argv);
  Export few(kPeople / kPart);
  Export many(kPeople);
  std::string text;
  const std::size_t largest = many.Run(&text);
  rows.Note(absl::StrCat(kPeople, " people, ", kQuestions, " single choices, CSV of ",
                         text.size() >> 20, " MiB in a zip, one thread; medians of ", kRuns,
                         " runs"));
  const double bare = BareMilliseconds(text);
  const double milliseconds = many.Milliseconds();
  const double of_few = few.Milliseconds();
  rows.Print({"zlib alone over the same text", bare, "ms", {}, {}});
  rows.Print({"export as CSV", milliseconds, "ms", 2000, milliseconds / bare});
  rows.Print({"per person, as a part of that of a tenth of them",
              milliseconds / of_few / kPart,
              "",
              1.5,
              {}});
  rows.Print({"largest piece in memory", static_cast<double>(largest) / 1024, "KiB", 1024, {}});
  return 0;
}

}  // namespace
}  // namespace lotse::perf

int main(int argc, char** argv) { return lotse::perf::Run(argc, argv); }
