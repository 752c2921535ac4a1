#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "runtime/resource/resource_test.pb.h"
#include "runtime/resource/tx.h"
#include "runtime/types/date.h"

namespace lotse::resource::contract {

using google::protobuf::util::MessageDifferencer;
using kerneltest::CreateTaskRequest;
using kerneltest::DeleteTaskRequest;
using kerneltest::FinishTaskRequest;
using kerneltest::GetTaskRequest;
using kerneltest::Task;
using kerneltest::UndeleteTaskRequest;
using kerneltest::UpdateTaskRequest;

inline constexpr char kOk[] = "OK";

// What a call gives: a reason and, if it is OK, a reply.
struct Outcome {
  std::string reason;
  Task task;
};

// The rules of the kernel written down once more, as simply as can be.
class Model {
 public:
  std::map<std::string, Task> tasks;
  std::set<std::string> projects = {"programmes/p", "programmes/q"};
  std::set<std::string> towns = {"administrations/a", "administrations/b"};
  absl::Time now;

  Outcome Get(const GetTaskRequest& request) const {
    const auto it = tasks.find(request.name());
    return it == tasks.end() ? Outcome{"RESOURCE_NOT_FOUND", {}} : Outcome{kOk, it->second};
  }

  Outcome Create(const CreateTaskRequest& request) {
    return Replayed(request.parent(), request, [&] {
      Task task = request.task();
      task.set_name(request.parent() + "/tasks/" + request.task_id());
      return Add(task);
    });
  }

  Outcome Update(const UpdateTaskRequest& request) {
    return Replayed(OwnerOf(request.task().name()), request, [&]() -> Outcome {
      const auto it = tasks.find(request.task().name());
      if (it == tasks.end()) {
        return request.allow_missing() ? Add(request.task()) : Outcome{"RESOURCE_NOT_FOUND", {}};
      }
      const Task before = it->second;
      if (before.has_delete_time()) return {"RESOURCE_DELETED", {}};
      if (!request.task().etag().empty() && request.task().etag() != before.etag()) {
        return {"ETAG_MISMATCH", {}};
      }
      Task after = before;
      const bool right = request.has_update_mask()
                             ? Apply(request.update_mask(), request.task(), &after)
                             : ApplyAll(request.task(), true, &after);
      if (!right || after.code() != before.code()) return {"INVALID_FIELDS", {}};
      if (after.title().empty()) return {"INVALID_FIELDS", {}};
      return Store(&before, after);
    });
  }

  Outcome Delete(const DeleteTaskRequest& request) {
    return Replayed(OwnerOf(request.name()), request, [&]() -> Outcome {
      const auto it = tasks.find(request.name());
      if (it == tasks.end()) {
        return {request.allow_missing() ? kOk : "RESOURCE_NOT_FOUND", {}};
      }
      Task task = it->second;
      if (task.has_delete_time()) {
        if (request.allow_missing()) return {kOk, task};
        return {"RESOURCE_DELETED", {}};
      }
      if (!request.etag().empty() && request.etag() != task.etag()) return {"ETAG_MISMATCH", {}};
      *task.mutable_delete_time() = types::ToTimestamp(now);
      return Put(task);
    });
  }

  Outcome Undelete(const UndeleteTaskRequest& request) {
    return Replayed(OwnerOf(request.name()), request, [&]() -> Outcome {
      const auto it = tasks.find(request.name());
      if (request.etag().empty()) return {"INVALID_FIELDS", {}};
      if (it == tasks.end()) return {"RESOURCE_NOT_FOUND", {}};
      Task task = it->second;
      if (!task.has_delete_time()) return {"RESOURCE_EXISTS", {}};
      if (request.etag() != task.etag()) return {"ETAG_MISMATCH", {}};
      task.clear_delete_time();
      return Put(task);
    });
  }

  Outcome Finish(const FinishTaskRequest& request) {
    return Replayed(OwnerOf(request.name()), request, [&]() -> Outcome {
      const auto it = tasks.find(request.name());
      if (request.etag().empty()) return {"INVALID_FIELDS", {}};
      if (it == tasks.end()) return {"RESOURCE_NOT_FOUND", {}};
      Task task = it->second;
      if (task.has_delete_time()) return {"RESOURCE_DELETED", {}};
      if (request.etag() != task.etag()) return {"ETAG_MISMATCH", {}};
      task.set_state(Task::STATE_DONE);
      return Store(&it->second, task);
    });
  }

  std::vector<Task> List(const std::string& parent, bool show_deleted) const {
    std::vector<Task> out;
    for (const auto& [name, task] : tasks) {
      if (name.rfind(parent + "/", 0) != 0) continue;
      if (show_deleted || !task.has_delete_time()) out.push_back(task);
    }
    return out;
  }

 private:
  static std::string OwnerOf(const std::string& name) {
    return name.substr(0, name.find("/tasks"));
  }

  template <class Request>
  Outcome Replayed(const std::string& owner, const Request& request,
                   const std::function<Outcome()>& run) {
    const std::string key = owner + " " + request.request_id();
    const std::string content = Request::descriptor()->name() + request.SerializeAsString();
    if (!request.request_id().empty()) {
      const auto it = done_.find(key);
      if (it != done_.end()) {
        if (it->second.first != content) return {"REQUEST_ID_REUSED", {}};
        return {kOk, it->second.second};
      }
    }
    const std::map<std::string, Task> before = tasks;
    const Outcome outcome = run();
    if (request.validate_only()) {
      tasks = before;
    } else if (outcome.reason == kOk && !request.request_id().empty()) {
      done_[key] = {content, outcome.task};
    }
    return outcome;
  }

  static void Strip(Task* task) {
    task->clear_state();
    task->clear_create_time();
    task->clear_update_time();
    task->clear_delete_time();
    task->clear_etag();
  }

  Outcome Add(Task task) {
    Strip(&task);
    if (task.title().empty()) return {"INVALID_FIELDS", {}};
    const auto it = tasks.find(task.name());
    if (it != tasks.end()) {
      Task there = it->second;
      Strip(&there);
      const bool same = !it->second.has_delete_time() && MessageDifferencer::Equals(there, task);
      return same ? Outcome{kOk, it->second} : Outcome{"RESOURCE_EXISTS", {}};
    }
    if (projects.count(OwnerOf(task.name())) == 0) return {"RESOURCE_NOT_FOUND", {}};
    task.set_state(Task::STATE_OPEN);
    *task.mutable_create_time() = types::ToTimestamp(now);
    return Store(nullptr, task);
  }

  // The checks of references and unique values, then the change.
  Outcome Store(const Task* before, const Task& task) {
    if (before != nullptr && MessageDifferencer::Equals(*before, task)) return {kOk, task};
    if (!task.town().empty() && towns.count(task.town()) == 0) return {"INVALID_FIELDS", {}};
    for (const auto& [name, other] : tasks) {
      if (name == task.name() || OwnerOf(name) != OwnerOf(task.name())) continue;
      for (const auto& theirs : other.external_ids()) {
        for (const auto& ours : task.external_ids()) {
          if (theirs.value() == ours.value()) return {"VALUE_TAKEN", {}};
        }
      }
    }
    return Put(task);
  }

  Outcome Put(Task task) {
    int revision = 0;
    EXPECT_TRUE(task.etag().empty() || absl::SimpleAtoi(task.etag(), &revision));
    task.set_etag(absl::StrCat(revision + 1));
    *task.mutable_update_time() = types::ToTimestamp(now);
    tasks[task.name()] = task;
    return {kOk, task};
  }

  // With `set_only`, fields that are not set stay.
  static bool ApplyAll(const Task& from, bool set_only, Task* to) {
    if (!set_only || !from.title().empty()) to->set_title(from.title());
    if (!set_only || from.effort_hours() != 0) to->set_effort_hours(from.effort_hours());
    if (!set_only || !from.code().empty()) to->set_code(from.code());
    if (!set_only || !from.assignee().empty()) to->set_assignee(from.assignee());
    if (!set_only || !from.town().empty()) to->set_town(from.town());
    if (!set_only || from.steps_size() > 0) *to->mutable_steps() = from.steps();
    if (!set_only || from.external_ids_size() > 0) {
      *to->mutable_external_ids() = from.external_ids();
    }
    if (from.has_due_date()) {
      *to->mutable_due_date() = from.due_date();
    } else if (!set_only) {
      to->clear_due_date();
    }
    if (!set_only) to->clear_evidence();
    return true;
  }

  static bool Apply(const google::protobuf::FieldMask& mask, const Task& from, Task* to) {
    bool date = false, month = false;
    for (const std::string& path : mask.paths()) {
      if (path == "*") return mask.paths_size() == 1 && ApplyAll(from, false, to);
    }
    for (const std::string& path : mask.paths()) {
      if (path == "title") {
        to->set_title(from.title());
      } else if (path == "effort_hours") {
        to->set_effort_hours(from.effort_hours());
      } else if (path == "code") {
        to->set_code(from.code());
      } else if (path == "town") {
        to->set_town(from.town());
      } else if (path == "steps") {
        *to->mutable_steps() = from.steps();
      } else if (path == "external_ids") {
        *to->mutable_external_ids() = from.external_ids();
      } else if (path == "due_date") {
        date = true;
      } else if (path == "due_date.month") {
        month = true;
      } else if (path != "state" && path != "etag" && path != "name") {
        return false;
      }
    }
    // The whole covers its part, in whatever order they are named.
    if (date) to->clear_due_date();
    if (date && from.has_due_date()) *to->mutable_due_date() = from.due_date();
    if (month && !date) to->mutable_due_date()->set_month(from.due_date().month());
    return true;
  }

  std::map<std::string, std::pair<std::string, Task>> done_;
};

}  // namespace lotse::resource::contract
