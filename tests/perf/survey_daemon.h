#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tests/perf/daemon.h"
#include "tests/perf/load.h"
#include "tests/perf/realm.h"

namespace lotse::perf {

// A real lotse-survey, the program beside this one, with a store in a temporary
// folder that is removed at the end. It asks who calls: a consultant prepares the wave, and a front
// end (`front`) hands in. Ends the program where it cannot be used:
// there is nothing to measure then.
class SurveyDaemon {
 public:
  SurveyDaemon();
  ~SurveyDaemon();
  SurveyDaemon(const SurveyDaemon&) = delete;
  SurveyDaemon& operator=(const SurveyDaemon&) = delete;

  // For calls of the front end.
  Target front() const { return {daemon_->address(), front_}; }
  // A connection of the consultant.
  std::shared_ptr<grpc::Channel> Consultant() const;
  // Who calls.
  const Realm& realm() const { return realm_; }
  // Where the store is.
  const std::string& folder() const { return folder_; }
  // Time of processors that the daemon used since it was started.
  double CpuSeconds() const { return daemon_->CpuSeconds(); }
  // Size of the file of answers in bytes.
  int64_t AnswersBytes() const;
  // Stops it with SIGTERM and starts it again over the same store.
  void Restart() { daemon_->Restart(); }

  struct Kind {
    int questions = kQuestions;
    bool invited = true;      // False: anybody may answer.
    bool identified = false;  // Else anonymous.
  };
  // Makes a questionnaire that MakeRequest answers, and opens the wave kWave.
  void MakeOpenWave(const Kind& kind) const;
  // Invites so many; their tokens.
  std::vector<std::string> Invite(int count) const;
  // Closes the wave and returns how many responses it has then.
  int64_t CloseWave() const;
  // The same, and how many its tables are made of.
  int64_t CountResponses() const;

 private:
  const Realm realm_;
  const std::string folder_;
  const std::shared_ptr<grpc::ChannelCredentials> consultant_, front_;
  std::unique_ptr<Daemon> daemon_;
};

}  // namespace lotse::perf
