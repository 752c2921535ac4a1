// How fast reports are made and overviews are read: the document of a progress report of about
// twelve printed pages with its HTML, its workbook and tables, catching up with the feed of another
// service, and the portfolio of a programme. Each beside the bare equivalent in the same run: a
// copy of the same data, or the same rows in SQLite with nothing around it.
//
//   bench_reports [--json]

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/ops/log.h"
#include "runtime/resource/store.h"
#include "runtime/types/canonical_json.h"
#include "runtime/types/sha256.h"
#include "services/reporting/app/overview.h"
#include "services/reporting/document/build_document.h"
#include "services/reporting/document/check_document.h"
#include "services/reporting/follow/mirror.h"
#include "services/reporting/render/artifact.h"
#include "tests/perf/bare.h"
#include "tests/perf/daemon.h"
#include "tests/perf/report_data.h"
#include "tests/perf/rows.h"

namespace lotse::perf {
namespace {

using reporting::v1alpha::Document;

constexpr int kRuns = 9;
constexpr int kEngagements = 250;

double MedianMilliseconds(const std::function<void()>& work) {
  std::vector<double> found;
  for (int run = 0; run < kRuns; ++run) {
    const absl::Time start = absl::Now();
    work();
    found.push_back(absl::ToDoubleMilliseconds(absl::Now() - start));
  }
  std::sort(found.begin(), found.end());
  return found[found.size() / 2];
}

std::size_t Render(reporting::v1alpha::ArtifactFormat format, const Document& document) {
  auto artifact = reporting::RenderArtifact(format, document, {"r", 1, "", ""});
  if (!artifact.ok()) std::abort();
  return artifact->size();
}

void MeasureReport(const Rows& rows) {
  const reporting::ReportInputs inputs = MakeProgressInputs({});
  auto built = reporting::BuildDocument(inputs);
  if (!built.ok() || !reporting::CheckDocument(*built).empty()) std::abort();
  const Document& document = *built;
  rows.Note(absl::StrCat("progress report of ", inputs.process.measures->size(), " measures and ",
                         inputs.process.measurements->size(), " values, HTML of ",
                         Render(reporting::v1alpha::ARTIFACT_FORMAT_HTML, document) >> 10,
                         " KiB; medians of ", kRuns, " runs"));
  const double bare = MedianMilliseconds([&] {
    Document copy = document;
    if (copy.sections().empty()) std::abort();
  });
  rows.Print({"copy of the document alone", bare, "ms", {}, {}});
  const double html = MedianMilliseconds([&] {
    auto made = reporting::BuildDocument(inputs);
    if (!made.ok() || !reporting::CheckDocument(*made).empty()) std::abort();
    auto json = types::CanonicalJson(*made);
    if (!json.ok() || types::Sha256Hex(*json).empty()) std::abort();
    Render(reporting::v1alpha::ARTIFACT_FORMAT_HTML, *made);
  });
  rows.Print({"document, canonical JSON and HTML", html, "ms", 20, html / bare});
  const double tables = MedianMilliseconds([&] {
    Render(reporting::v1alpha::ARTIFACT_FORMAT_XLSX, document);
    Render(reporting::v1alpha::ARTIFACT_FORMAT_CSV, document);
  });
  rows.Print({"XLSX and CSV", tables, "ms", 50, tables / bare});
}

// What is written for an entry with nothing around it.
constexpr sql::EmbeddedFile kBareSql[] = {
    {"bare", "-- name: Keep\nINSERT INTO kept (name, content) VALUES ($1, $2);\n"}};

// A mirror of many engagements, their feed, and the same bytes as bare rows.
class Mirrored {
 public:
  Mirrored() {
    std::vector<reporting::ProcessInputs> processes;
    for (int i = 0; i < kEngagements; ++i) processes.push_back(MakeProcess(EngagementName(i), {}));
    pages_ = FeedOf(processes);
    for (const auto& page : pages_) entries_ += page.changes_size();
    mirror_ = Require(reporting::Mirror::Open(folder_ + "/mirror.db", &log_));
    resource::Store::Options options;
    options.path = folder_ + "/reporting.db";
    options.schema =
        Require(resource::Schema::Compile({"lotse.reporting.v1alpha.OverviewService"}));
    options.clock = [] { return absl::FromUnixSeconds(1795388400); };
    store_ = Require(resource::Store::Open(std::move(options)));
  }
  ~Mirrored() {
    store_.reset();
    mirror_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  int64_t entries() const { return entries_; }

  double EntriesPerSecond() {
    const absl::Time start = absl::Now();
    for (const auto& page : pages_) {
      const auto from = mirror_->PositionOf(reporting::kEngagementService);
      if (!mirror_->Apply(reporting::kEngagementService, from, page, absl::Now()).ok())
        std::abort();
    }
    return entries_ / absl::ToDoubleSeconds(absl::Now() - start);
  }
  double BareEntriesPerSecond() {
    Bare bare(folder_ + "/bare.db", kBareSql);
    bare.Exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
    bare.Exec("CREATE TABLE kept (name TEXT NOT NULL PRIMARY KEY, content BLOB) WITHOUT ROWID");
    const absl::Time start = absl::Now();
    for (const auto& page : pages_) {
      bare.Exec("BEGIN");
      for (const auto& change : page.changes()) {
        bare.Run("Keep", {Bare::Text(change.resource()), Bare::Bytes(change.content().value())});
      }
      bare.Exec("COMMIT");
    }
    return entries_ / absl::ToDoubleSeconds(absl::Now() - start);
  }

  // All rows of the portfolio.
  double PortfolioMilliseconds() {
    return MedianMilliseconds([&] {
      reporting::v1alpha::ListPortfolioRequest q;
      q.set_parent("programmes/p/engagements/-");
      q.set_page_size(1000);
      reporting::v1alpha::ListPortfolioResponse r;
      const absl::Status listed = store_->Read(
          [&](resource::Tx& tx) { return reporting::ListPortfolio(tx, *mirror_, q, &r); });
      if (!listed.ok() || r.rows_size() != kEngagements) std::abort();
    });
  }
  // Reading the resources that it is made of, and no more.
  double ReadMilliseconds() {
    return MedianMilliseconds([&] {
      int64_t found = 0;
      const absl::Status read = mirror_->Read([&](reporting::MirrorView& view) -> absl::Status {
        engagement::v1alpha::Engagement engagement;
        engagement::v1alpha::Phase phase;
        engagement::v1alpha::Goal goal;
        engagement::v1alpha::Measure measure;
        for (google::protobuf::Message* kind : std::initializer_list<google::protobuf::Message*>{
                 &engagement, &phase, &goal, &measure}) {
          const absl::Status each = view.ForEach("programmes/p/", kind, [&] {
            ++found;
            return absl::OkStatus();
          });
          if (!each.ok()) return each;
        }
        return absl::OkStatus();
      });
      if (!read.ok() || found == 0) std::abort();
    });
  }

 private:
  template <class T>
  static T Require(absl::StatusOr<T> made) {
    if (made.ok()) return *std::move(made);
    std::fprintf(stderr, "bench: %s\n", made.status().ToString().c_str());
    std::exit(1);
  }

  const std::string folder_ = MakeFolder();
  ops::Log log_{"bench", /*fd=*/2};
  std::vector<type::v1alpha::ListChangesResponse> pages_;
  int64_t entries_ = 0;
  std::unique_ptr<reporting::Mirror> mirror_;
  std::unique_ptr<resource::Store> store_;
};

void MeasureMirror(const Rows& rows) {
  Mirrored mirrored;
  rows.Note(absl::StrCat(kEngagements, " engagements, ", mirrored.entries(),
                         " entries of their change logs, pages of 1,000"));
  const double bare = mirrored.BareEntriesPerSecond();
  const double followed = mirrored.EntriesPerSecond();
  rows.Print({"bare rows in SQLite", bare, "/s", {}, {}});
  rows.Print({"catching up", followed, "/s", 20000, followed / bare});
  const double read = mirrored.ReadMilliseconds();
  const double portfolio = mirrored.PortfolioMilliseconds();
  rows.Print({"reading the same resources alone", read, "ms", {}, {}});
  rows.Print({"portfolio of all engagements", portfolio, "ms", 50, portfolio / read});
}

int Run(int argc, char** argv) {
  const Rows rows(argc, argv);
  MeasureReport(rows);
  MeasureMirror(rows);
  return 0;
}

}  // namespace
}  // namespace lotse::perf

int main(int argc, char** argv) { return lotse::perf::Run(argc, argv); }
