#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tests/perf/daemon.h"
#include "tests/perf/load.h"

namespace lotse::perf {

// A real lotse-survey, the program beside this one, with a store in a temporary
// folder that is removed at the end. Ends the program where it cannot be used:
// there is nothing to measure then.
class SurveyDaemon {
 public:
  SurveyDaemon();
  ~SurveyDaemon();
  SurveyDaemon(const SurveyDaemon&) = delete;
  SurveyDaemon& operator=(const SurveyDaemon&) = delete;

  // HOST:PORT.
  const std::string& address() const { return daemon_->address(); }
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
  const std::string folder_;
  std::unique_ptr<Daemon> daemon_;
};

}  // namespace lotse::perf
