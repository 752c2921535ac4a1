// The streams of WatchCollection, over gRPC.
#include "services/survey/api/collection_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/text_format.h"
#include "lotse/survey/v1alpha/consent_text_service.pb.h"
#include "lotse/survey/v1alpha/instrument_service.pb.h"
#include "lotse/survey/v1alpha/population_service.pb.h"
#include "lotse/survey/v1alpha/survey_service.grpc.pb.h"
#include "runtime/resource/kernel.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/grpc_status.h"

namespace lotse::survey {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1alpha::WatchCollectionRequest;
using v1alpha::WatchCollectionResponse;
using v1alpha::Wave;
using v1alpha::WaveCollection;

constexpr char kSurvey[] = "programmes/p/engagements/e/surveys/s";
constexpr auto kConsultant = type::v1alpha::ROLE_INSTITUTE_CONSULTANT;

// One method alone: all of a service compile for a minute.
class Service final : public v1alpha::SurveyService::WithCallbackMethod_WatchCollection<
                          v1alpha::SurveyService::Service> {
 public:
  grpc::ServerWriteReactor<WatchCollectionResponse>* WatchCollection(
      grpc::CallbackServerContext* context, const WatchCollectionRequest* q) override {
    return watch->Watch(context, q);
  }
  std::unique_ptr<CollectionWatch> watch;
};

class CollectionWatchTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/collectionXXXXXX";
    folder_ = mkdtemp(pattern.data());
    log_ = std::make_unique<ops::Log>("test", fileno(log_file_));
    auto methods =
        ops::Methods::Make({WatchCollectionRequest::descriptor()->file()->pool()->FindServiceByName(
                               "lotse.survey.v1alpha.SurveyService")},
                           {}, &registry_);
    ASSERT_TRUE(methods.ok()) << methods.status();
    rpc::Shell::Options options;
    options.domain = "test.lotse";
    options.identify = [this](const grpc::CallbackServerContext&) {
      absl::MutexLock lock(&mutex_);
      return rpc::Caller{"ada", {}, std::make_shared<auth::Access>(rights_)};
    };
    shell_ = std::make_unique<rpc::Shell>(options, *std::move(methods), &registry_, log_.get());
    // By the requests, so that they are linked in.
    std::vector<std::string> services;
    for (const google::protobuf::Descriptor* request :
         {v1alpha::GetInstrumentRequest::descriptor(), v1alpha::GetSurveyRequest::descriptor(),
          v1alpha::GetPopulationRequest::descriptor(),
          v1alpha::GetConsentTextRequest::descriptor()}) {
      services.push_back(request->file()->service(0)->full_name());
    }
    kernel_ = *resource::Kernel::Open(folder_ + "/data", "x.db", services, shell_.get());
    responses_ = *ResponseStore::Open(folder_, /*max_waiting=*/1024);
    service_.watch =
        std::make_unique<CollectionWatch>(&kernel_->api, responses_.get(), max_standstill_);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    // gRPC takes little ahead of a caller who does not read, as over a slow network.
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 1 << 16);
    stub_ = v1alpha::SurveyService::NewStub(grpc::CreateCustomChannel(
        absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials(), arguments));
    MakeSurvey();
  }
  void TearDown() override {
    if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now());
    server_.reset();
    service_.watch.reset();
    responses_.reset();
    kernel_.reset();
    shell_.reset();
    log_.reset();
    std::fclose(log_file_);
    std::filesystem::remove_all(folder_);
  }

  void Write(absl::FunctionRef<absl::Status(resource::Tx&)> work) {
    const absl::Status written = kernel_->store->WriteAndWait({"test", "", ""}, work);
    ASSERT_TRUE(written.ok()) << written;
  }
  void MakeSurvey() {
    v1alpha::Instrument instrument;
    google::protobuf::TextFormat::ParseFromString(
        R"pb(name: "programmes/p/engagements/e/instruments/i"
             sections {
               questions {
                 code: "Q1"
                 kind: KIND_SINGLE_CHOICE
                 options { code: "1" }
                 options { code: "2" }
               }
             })pb",
        &instrument);
    instrument_ = std::make_shared<const CompiledInstrument>(instrument);
    v1alpha::Survey survey;
    survey.set_name(kSurvey);
    Write([&](resource::Tx& tx) -> absl::Status {
      if (absl::Status s = tx.Create(&instrument); !s.ok()) return s;
      return tx.Create(&survey);
    });
  }
  static std::string NameOf(int wave) { return absl::StrCat(kSurvey, "/waves/w", wave); }
  void MakeWave(int number, size_t title_bytes = 1) {
    Wave wave;
    wave.set_name(NameOf(number));
    wave.set_instrument("programmes/p/engagements/e/instruments/i");
    wave.set_state(Wave::STATE_OPEN);
    wave.mutable_title()->add_variants()->set_text(std::string(title_bytes, 'x'));
    Write([&](resource::Tx& tx) { return tx.Create(&wave); });
  }
  void Invite(int number, int count) {
    Write([&](resource::Tx& tx) -> absl::Status {
      Wave wave;
      if (absl::Status s = tx.Load(NameOf(number), &wave); !s.ok()) return s;
      wave.set_invited_count(count);
      return tx.Save("UPDATE", "", &wave);
    });
  }
  void Answer(int number) {
    Response response;
    response.wave = NameOf(number);
    response.response_id = absl::StrFormat("%08x-0000-4000-8000-000000000000", ++people_);
    response.instrument = instrument_;
    response.make_files = true;  // These waves were never released.
    auto* answer = response.answers.Add();
    answer->set_code("Q1");
    answer->set_choice("1");
    absl::Mutex mutex;
    bool done = false;
    responses_->Add(std::move(response), {}, [&](absl::StatusOr<Stored> stored) {
      EXPECT_TRUE(stored.ok()) << stored.status();
      absl::MutexLock lock(&mutex);
      done = true;
    });
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&done));
  }
  void Set(std::vector<auth::Right> rights) {
    absl::MutexLock lock(&mutex_);
    rights_ = std::move(rights);
  }

  using Stream = std::unique_ptr<grpc::ClientReader<WatchCollectionResponse>>;
  Stream Watch(grpc::ClientContext* context, const std::string& parent = "programmes/p/-") {
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(40));
    WatchCollectionRequest request;
    request.set_parent(parent);
    return stub_->WatchCollection(context, request);
  }
  // The names of all that is told until all is told.
  static std::vector<std::string> ReadAll(Stream& stream) {
    std::vector<std::string> names;
    WatchCollectionResponse message;
    while (stream->Read(&message)) {
      EXPECT_LE(message.waves_size(), CollectionStream::kMaxWaves);
      for (const auto& told : message.waves()) names.push_back(told.wave().name());
      if (message.all_told()) break;
    }
    EXPECT_TRUE(message.all_told());
    return names;
  }
  static rpc::ErrorReason End(Stream& stream) {
    WatchCollectionResponse message;
    while (stream->Read(&message)) {
    }
    return rpc::ReasonOf(rpc::FromGrpcStatus(stream->Finish()));
  }
  bool LogHas(const std::string& text, absl::Duration within) {
    const absl::Time until = absl::Now() + within;
    do {
      std::string log(1 << 16, '\0');
      log.resize(std::max<ssize_t>(0, pread(fileno(log_file_), log.data(), log.size(), 0)));
      if (absl::StrContains(log, text)) return true;
      absl::SleepFor(absl::Milliseconds(50));
    } while (absl::Now() < until);
    return false;
  }

  absl::Duration max_standstill_ = CollectionWatch::kMaxStandstill;
  std::string folder_;
  std::FILE* const log_file_ = std::tmpfile();
  prometheus::Registry registry_;
  std::unique_ptr<ops::Log> log_;
  std::unique_ptr<rpc::Shell> shell_;
  std::unique_ptr<resource::Kernel> kernel_;
  std::unique_ptr<ResponseStore> responses_;
  Service service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1alpha::SurveyService::Stub> stub_;
  std::shared_ptr<const CompiledInstrument> instrument_;
  int people_ = 0;
  absl::Mutex mutex_;
  std::vector<auth::Right> rights_ ABSL_GUARDED_BY(mutex_) = {{"programmes/p", kConsultant}};
};

TEST_F(CollectionWatchTest, TellsAllAndThenWhatChanges) {
  for (int i = 0; i < 3; ++i) MakeWave(i);
  grpc::ClientContext context;
  Stream stream = Watch(&context);
  EXPECT_THAT(ReadAll(stream), ElementsAre(NameOf(0), NameOf(1), NameOf(2)));
  Invite(1, 40);
  WatchCollectionResponse message;
  ASSERT_TRUE(stream->Read(&message));
  ASSERT_THAT(message.waves(), SizeIs(1));
  EXPECT_FALSE(message.all_told());
  EXPECT_EQ(message.waves(0).wave().name(), NameOf(1));
  EXPECT_EQ(message.waves(0).total().invited(), 40);
  MakeWave(3);
  ASSERT_TRUE(stream->Read(&message));
  ASSERT_THAT(message.waves(), SizeIs(1));
  EXPECT_EQ(message.waves(0).wave().name(), NameOf(3));
  context.TryCancel();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(CollectionWatchTest, OfNoWavesAllIsToldToo) {
  grpc::ClientContext context;
  Stream stream = Watch(&context);
  EXPECT_THAT(ReadAll(stream), IsEmpty());
  context.TryCancel();
}

// Many changes in a second are one message, and counts go by ten.
TEST_F(CollectionWatchTest, ChangesThatComeTogetherAreToldOnce) {
  MakeWave(0);
  grpc::ClientContext context;
  Stream stream = Watch(&context, NameOf(0));
  ReadAll(stream);
  const absl::Time begin = absl::Now();
  for (int i = 1; i <= 35; ++i) {
    Answer(0);
    Invite(0, 100 + i);
  }
  std::vector<WaveCollection> told;
  WatchCollectionResponse message;
  do {
    ASSERT_TRUE(stream->Read(&message));
    ASSERT_THAT(message.waves(), SizeIs(1));
    told.push_back(message.waves(0));
    EXPECT_THAT(told.back().wave().response_count(), AnyOf(0, 10, 20, 30));
  } while (told.back().total().invited() != 135 || told.back().wave().response_count() != 30);
  const double looks = (absl::Now() - begin) / CollectionWatch::kPause;
  EXPECT_LE(told.size(), looks + 1.5) << "at most one in each look";
  context.TryCancel();
}

TEST_F(CollectionWatchTest, ManyWavesComeInMessagesOfLimitedSize) {
  for (int i = 0; i < 230; ++i) MakeWave(i);
  grpc::ClientContext context;
  Stream stream = Watch(&context, kSurvey);
  EXPECT_THAT(ReadAll(stream), SizeIs(230));
  context.TryCancel();
}

TEST_F(CollectionWatchTest, ARightThatIsTakenBackEndsItAndOneOfSomeLeavesThemOut) {
  MakeWave(0);
  grpc::ClientContext context;
  Stream stream = Watch(&context, kSurvey);
  ReadAll(stream);
  Set({{"programmes/p", type::v1alpha::ROLE_RESPONDENT}});
  EXPECT_EQ(End(stream), type::v1alpha::ERROR_REASON_PERMISSION_MISSING);

  Set({{"programmes/p/engagements/e", kConsultant}, {"programmes/q", kConsultant}});
  grpc::ClientContext wide;
  Stream all = Watch(&wide, "-");
  EXPECT_THAT(ReadAll(all), ElementsAre(NameOf(0)));
  Set({{"programmes/q", kConsultant}});
  Invite(0, 40);
  WatchCollectionResponse message;
  absl::SleepFor(2 * CollectionWatch::kPause);
  // It would come before the end.
  shell_->Stop();
  EXPECT_FALSE(all->Read(&message)) << message.ShortDebugString();
  EXPECT_EQ(rpc::ReasonOf(rpc::FromGrpcStatus(all->Finish())),
            type::v1alpha::ERROR_REASON_SHUTTING_DOWN);
}

TEST_F(CollectionWatchTest, RefusesWhatIsNotThere) {
  MakeWave(0);
  for (const auto& [parent, reason] : std::vector<std::pair<std::string, rpc::ErrorReason>>{
           {"programmes/p", type::v1alpha::ERROR_REASON_INVALID_FIELDS},
           {NameOf(1), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND},
           {"programmes/q/-", type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND}}) {
    grpc::ClientContext context;
    Stream stream = Watch(&context, parent);
    EXPECT_EQ(End(stream), reason) << parent;
  }
}

class StandstillTest : public CollectionWatchTest {
 protected:
  StandstillTest() { max_standstill_ = absl::Seconds(3); }
};

// Titles are large here, so that what nobody reads fills what gRPC holds.
TEST_F(StandstillTest, WhoDoesNotReadHoldsUpNobodyAndIsCutOff) {
  for (int i = 0; i < 16; ++i) MakeWave(i, 1 << 19);
  grpc::ClientContext slow, quick;
  Stream idle = Watch(&slow);
  Stream stream = Watch(&quick);
  EXPECT_THAT(ReadAll(stream), SizeIs(16));
  Invite(3, 40);
  WatchCollectionResponse message;
  ASSERT_TRUE(stream->Read(&message));
  EXPECT_EQ(message.waves(0).wave().name(), NameOf(3));
  EXPECT_TRUE(LogHas("\"reason\":\"CALLER_GONE\"", absl::Seconds(15)));
  quick.TryCancel();
}

TEST_F(CollectionWatchTest, WhoReadsLateIsToldWhatIsSoThen) {
  for (int i = 0; i < 12; ++i) MakeWave(i, 1 << 19);
  grpc::ClientContext context;
  Stream stream = Watch(&context);
  WatchCollectionResponse message;
  ASSERT_TRUE(stream->Read(&message));
  // The last one waits still, and is told once, as it is by then.
  for (int n = 1; n <= 5; ++n) Invite(9, 100 + n);
  absl::SleepFor(2 * CollectionWatch::kPause);
  std::vector<int64_t> invited;
  while (invited.empty() || invited.back() != 105) {
    for (const auto& told : message.waves()) {
      if (told.wave().name() == NameOf(9)) invited.push_back(told.total().invited());
    }
    if (!invited.empty() && invited.back() == 105) break;
    ASSERT_TRUE(stream->Read(&message));
  }
  EXPECT_LE(invited.size(), 2u);
  context.TryCancel();
}

}  // namespace
}  // namespace lotse::survey
