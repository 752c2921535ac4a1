// Questions and lists of the real lotse-engagement at one engagement and at 250, each with
// some 8,000 entries in its change log, beside an echo of the same bytes in the same run.
//
//   bench_engagement [--json] [--engagements=N] [--entries=N]
//
// N is fewer for a quick look: 250 and 8,000 unless given; with less than 1,000 entries nothing
// was changed yet, and so there is no difference to ask for. A page must not cost more with
// the number of engagements than factor 3: a question about one engagement than where there is
// no other, a page that looks at 10 or 20 of them than where there are no more. A page that
// looks at all must answer within 20 ms. This is checked; all else is printed.

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "google/protobuf/text_format.h"
#include "runtime/types/date.h"
#include "tests/perf/daemon.h"
#include "tests/perf/engagement_data.h"
#include "tests/perf/filling.h"
#include "tests/perf/load.h"
#include "tests/perf/questions.h"
#include "tests/perf/replay_server.h"
#include "tests/perf/rows.h"

namespace lotse::perf {
namespace {

using google::protobuf::Message;

constexpr int kRounds = 41;
constexpr int kInFlight = 16;
constexpr double kLimitMs = 20;
constexpr double kLimitMegabytes = 400;
constexpr double kLimitStartMs = 2000;
constexpr double kMostGrowth = 3;
constexpr double kMegabyte = 1 << 20;

[[noreturn]] void Die(const std::string& what) {
  std::fprintf(stderr, "bench_engagement: %s\n", what.c_str());
  std::exit(1);
}

// The path of the method that takes such a request.
std::string PathOf(const google::protobuf::Descriptor* request) {
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  for (const std::string& name : AllServices()) {
    const auto* service = pool->FindServiceByName(name);
    for (int i = 0; i < service->method_count(); ++i) {
      if (service->method(i)->input_type() != request) continue;
      return absl::StrCat("/", name, "/", service->method(i)->name());
    }
  }
  Die(absl::StrCat("nobody takes ", request->full_name()));
}

grpc::ByteBuffer BytesOf(const Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

// A call of one question, which can be made again and again.
class Call {
 public:
  Call(const std::string& address, const Message& request)
      : stub_(Connect(address)),
        path_(PathOf(request.GetDescriptor())),
        request_(BytesOf(request)) {}

  // Milliseconds until the answer.
  double Milliseconds() {
    grpc::ClientContext context;
    absl::Notification done;
    grpc::Status status;
    const absl::Time start = absl::Now();
    stub_.UnaryCall(&context, path_, {}, &request_, &reply_, [&](grpc::Status result) {
      status = std::move(result);
      done.Notify();
    });
    done.WaitForNotification();
    const absl::Duration took = absl::Now() - start;
    if (!status.ok()) Die(absl::StrCat(path_, ": ", status.error_message()));
    return absl::ToDoubleMilliseconds(took);
  }

  // The answer before, as a message of the method's type.
  std::unique_ptr<Message> Reply() const {
    const size_t slash = path_.rfind('/');
    const std::string service = path_.substr(1, slash - 1);
    const auto* type = google::protobuf::DescriptorPool::generated_pool()
                           ->FindServiceByName(service)
                           ->FindMethodByName(path_.substr(slash + 1))
                           ->output_type();
    std::unique_ptr<Message> reply(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
    grpc::Slice slice;
    if (!reply_.DumpToSingleSlice(&slice).ok() ||
        !reply->ParseFromArray(slice.begin(), static_cast<int>(slice.size()))) {
      Die(absl::StrCat(path_, ": its answer cannot be read"));
    }
    return reply;
  }

 private:
  grpc::GenericStub stub_;
  const std::string path_;
  const grpc::ByteBuffer request_;
  grpc::ByteBuffer reply_;
};

double Middle(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// The rows that an answer has.
int RowsOf(const Message& reply) {
  const auto* descriptor = reply.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    if (descriptor->field(i)->is_repeated()) {
      return reply.GetReflection()->FieldSize(reply, descriptor->field(i));
    }
  }
  return 0;
}

// A daemon over a store of so many engagements.
class Site {
 public:
  Site(int engagements, int entries, absl::CivilDay today) : engagements_(engagements) {
    const absl::Time start = absl::Now();
    log_entries_ = MakePortfolio(folder_ + "/engagement.db", {engagements, entries}, today);
    seconds_to_make_ = absl::ToDoubleSeconds(absl::Now() - start);
    Start();
  }
  ~Site() {
    daemon_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  // A question to it, about the engagement in the middle.
  std::unique_ptr<Message> Ask(const Question& question) const {
    return question.ForEngagement(
        absl::StrFormat("%s/engagements/e%03d", kPortfolio, engagements_ / 2));
  }
  int engagements() const { return engagements_; }
  const Daemon& daemon() const { return *daemon_; }
  std::string Tail() const { return absl::StrCat(", ", engagements_, " engagements"); }

  void PrintSize(const Rows& rows) const {
    const auto bytes = std::filesystem::file_size(folder_ + "/engagement.db");
    rows.Print({"entries of the change logs" + Tail(),
                static_cast<double>(log_entries_),
                "entries",
                {},
                {}});
    rows.Print({"store" + Tail(), static_cast<double>(bytes) / kMegabyte, "MB", {}, {}});
    rows.Print({"made in" + Tail(), seconds_to_make_, "s", {}, {}});
    rows.Print({"start" + Tail(), start_ms_, "ms", kLimitStartMs, {}});
  }

 private:
  // It has started when it answers.
  void Start() {
    const absl::Time start = absl::Now();
    daemon_ = std::make_unique<Daemon>("lotse-engagement", folder_);
    const Question first = {"", "GetProgramme", "name: \"$P\"", 0};
    Call(daemon_->address(), *Ask(first)).Milliseconds();
    start_ms_ = absl::ToDoubleMilliseconds(absl::Now() - start);
  }

  const std::string folder_ = MakeFolder();
  const int engagements_;
  int64_t log_entries_ = 0;
  double seconds_to_make_ = 0;
  double start_ms_ = 0;
  std::unique_ptr<Daemon> daemon_;
};

// Whether a page of the question looks at all engagements, however many there are.
bool LooksAtAll(const Question& question, int engagements) {
  return question.most_engagements >= engagements;
}

// How many engagements there are where a question is asked to compare: as many as a page looks
// at, so that it is full in both places.
int ComparedAt(const Question& question, int engagements) {
  return LooksAtAll(question, engagements) ? 1 : std::max(1, question.most_engagements);
}

// Asks both in turns, so that a slow moment of the machine hits all. Returns whether the
// number of engagements does not matter.
bool Measure(const Rows& rows, const Site& few_site, const Site& many, ReplayServer* echo,
             const Question& question) {
  Call at_few(few_site.daemon().address(), *few_site.Ask(question));
  Call at_many(many.daemon().address(), *many.Ask(question));
  Call at_echo(echo->address(), *many.Ask(question));
  at_few.Milliseconds();
  at_many.Milliseconds();
  const std::unique_ptr<Message> reply = at_many.Reply();
  if (RowsOf(*reply) == 0 || RowsOf(*at_few.Reply()) == 0) {
    Die(absl::StrCat(question.label, ": no row was found"));
  }
  echo->SetReply(*reply);
  std::vector<double> few, all, floor;
  for (int round = 0; round < kRounds; ++round) {
    few.push_back(at_few.Milliseconds());
    all.push_back(at_many.Milliseconds());
    floor.push_back(at_echo.Milliseconds());
  }
  const double small = Middle(few), large = Middle(all), bare = Middle(floor);
  rows.Print(
      {absl::StrCat(question.label, ", ", few_site.engagements()), small, "ms", {}, small / bare});
  rows.Print({absl::StrCat(question.label, ", ", many.engagements()), large, "ms", kLimitMs,
              large / bare});
  const bool all_looked_at = LooksAtAll(question, many.engagements());
  if (large <= (all_looked_at ? kLimitMs : kMostGrowth * small)) return true;
  std::fprintf(stderr, "bench_engagement: %s takes %.1f ms at %d engagements, and %.1f ms at %d\n",
               question.label.c_str(), large, many.engagements(), small, few_site.engagements());
  return false;
}

// What memory is taken by many callers at a time.
void MeasureMany(const Rows& rows, const Site& site) {
  std::vector<std::shared_ptr<grpc::GenericStub>> stubs;
  for (int i = 0; i < kMaxConnections; ++i) {
    stubs.push_back(std::make_shared<grpc::GenericStub>(Connect(site.daemon().address())));
  }
  const std::vector<Question> questions = Questions();
  const LoadResult load = RunCalls(kInFlight, absl::Seconds(5), [&](int caller) -> StartCall {
    struct Buffers {
      std::string path;
      grpc::ByteBuffer request, reply;
    };
    const auto request = site.Ask(questions[static_cast<size_t>(caller) % questions.size()]);
    auto buffers = std::make_shared<Buffers>();
    buffers->path = PathOf(request->GetDescriptor());
    buffers->request = BytesOf(*request);
    return [stub = stubs[static_cast<size_t>(caller) % stubs.size()], buffers](
               grpc::ClientContext* context, std::function<void(const grpc::Status&)> done) {
      stub->UnaryCall(context, buffers->path, {}, &buffers->request, &buffers->reply, done);
    };
  });
  const std::string tail = absl::StrCat(", ", kInFlight, " in flight");
  rows.Print({"questions" + tail, load.per_second, "calls/s", {}, {}});
  rows.Print({"questions" + tail + ", p99", load.p99_ms, "ms", {}, {}});
  rows.Print({"questions refused" + tail, static_cast<double>(load.failed), "calls", 0, {}});
}

void PrintMemory(const Rows& rows, const Site& site, const std::string& when) {
  rows.Print({"memory " + when + site.Tail(),
              static_cast<double>(site.daemon().MemoryBytes()) / kMegabyte,
              "MB",
              kLimitMegabytes,
              {}});
}

// Takes `--NAME=N` out of the command line; `value` stays if it is not there.
void TakeNumber(absl::string_view name, int* argc, char** argv, int* value) {
  int kept = 1;
  for (int i = 1; i < *argc; ++i) {
    absl::string_view argument = argv[i];
    if (!absl::ConsumePrefix(&argument, absl::StrCat("--", name, "="))) {
      argv[kept++] = argv[i];
    } else if (!absl::SimpleAtoi(argument, value) || *value < 1) {
      Die(absl::StrCat("--", name, " is no number from 1"));
    }
  }
  *argc = kept;
}

int Run(int argc, char** argv) {
  int engagements = 250, entries = 8000;
  TakeNumber("engagements", &argc, argv, &engagements);
  TakeNumber("entries", &argc, argv, &entries);
  const Rows rows(argc, argv);
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  const absl::CivilDay today = types::ToCivil(types::DayInBerlin(absl::Now()));
  const std::vector<Question> questions = Questions(), lists = Lists();
  std::map<int, std::unique_ptr<Site>> sites;
  for (const auto& asked : {questions, lists}) {
    for (const Question& question : asked) {
      const int compared_at = ComparedAt(question, engagements);
      auto& site = sites[compared_at];
      if (site == nullptr) site = std::make_unique<Site>(compared_at, entries, today);
    }
  }
  const Site many(engagements, entries, today);
  rows.Note("lotse-engagement with its defaults, in a temporary folder; one process for each");
  for (const auto& [number, site] : sites) site->PrintSize(rows);
  many.PrintSize(rows);
  PrintMemory(rows, many, "after the start");
  rows.Note(
      absl::StrCat("one caller through gRPC on loopback; pages as they come without a size; "
                   "medians of ",
                   kRounds, "; ratio to an echo of the answer at ", engagements, " engagements"));
  ReplayServer echo;
  bool right = true;
  for (const auto& asked : {questions, lists}) {
    for (const Question& question : asked) {
      const Site& few = *sites.at(ComparedAt(question, engagements));
      right &= Measure(rows, few, many, &echo, question);
    }
  }
  PrintMemory(rows, many, "after all questions");
  MeasureMany(rows, many);
  rows.Print({"memory at most" + many.Tail(),
              static_cast<double>(many.daemon().MostMemoryBytes()) / kMegabyte,
              "MB",
              kLimitMegabytes,
              {}});
  return right ? 0 : 1;
}

}  // namespace
}  // namespace lotse::perf

int main(int argc, char** argv) { return lotse::perf::Run(argc, argv); }
