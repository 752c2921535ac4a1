#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "runtime/filter/filter.h"
#include "runtime/filter/value.h"
#include "runtime/resource/contract/test_subjects.h"
#include "runtime/rpc/error.h"

namespace lotse::resource {
namespace {

using contract::Harness;
using kerneltest::ListNotesRequest;
using kerneltest::ListNotesResponse;
using kerneltest::ListTasksRequest;
using kerneltest::ListTasksResponse;
using kerneltest::Task;
using testing::ElementsAre;
using testing::IsEmpty;

class ListTest : public ::testing::Test {
 protected:
  ListTest() : harness_({contract::kTestService}) {
    contract::SetUpTests(&harness_);
    contract::MakeProject(&harness_, "p");
  }

  // Stores resources in one transaction.
  template <class R>
  void Store(const std::vector<R>& resources) {
    const absl::Status status =
        harness_.store().WriteAndWait(harness_.cause, [&](Tx& tx) -> absl::Status {
          for (const R& resource : resources) {
            R copy = resource;
            if (absl::Status s = tx.Create(&copy); !s.ok()) return s;
          }
          return absl::OkStatus();
        });
    ASSERT_TRUE(status.ok()) << status;
  }

  static Task NewTask(int number) {
    Task task;
    task.set_name(absl::StrFormat("programmes/p/tasks/t%05d", number));
    task.set_title(std::string(1, static_cast<char>('a' + number * 7 % 5)));
    return task;
  }

  // 240 tasks with many equal values; every seventh is deleted.
  void Furnish() {
    std::vector<Task> tasks;
    for (int i = 0; i < 240; ++i) {
      Task task = NewTask(i);
      task.set_state(i % 3 == 0 ? Task::STATE_DONE : Task::STATE_OPEN);
      task.set_effort_hours(i % 11);
      if (i % 4 != 0) {
        task.mutable_due_date()->set_year(2026);
        task.mutable_due_date()->set_month(1 + i % 6);
        task.mutable_due_date()->set_day(1);
      }
      if (i % 2 == 0) task.set_assignee("somebody");
      for (int k = 0; k < i % 3; ++k) {
        auto* id = task.add_external_ids();
        id->set_system("list");
        id->set_value(absl::StrCat(i, "-", k));
      }
      tasks.push_back(task);
      if (i % 40 == 39) {
        Store(tasks);
        tasks.clear();
        harness_.now += absl::Seconds(10);
      }
    }
    for (int i = 0; i < 240; i += 7) {
      kerneltest::DeleteTaskRequest request;
      request.set_name(NewTask(i).name());
      Task task;
      ASSERT_TRUE(harness_.Call(request, &task).ok());
    }
  }

  static ListTasksRequest Request(const std::string& filter = "", const std::string& order = "",
                                  int size = 1000) {
    ListTasksRequest request;
    request.set_parent("programmes/p");
    request.set_filter(filter);
    request.set_order_by(order);
    request.set_page_size(size);
    return request;
  }

  // All pages; calls `between` after each.
  std::vector<Task> All(ListTasksRequest request, const std::function<void()>& between = nullptr) {
    std::vector<Task> all;
    for (int pages = 0; pages < 2000; ++pages) {
      ListTasksResponse response;
      const absl::Status status = harness_.Call(request, &response);
      EXPECT_TRUE(status.ok()) << status << request.ShortDebugString();
      EXPECT_LE(response.tasks_size(), request.page_size());
      all.insert(all.end(), response.tasks().begin(), response.tasks().end());
      if (response.next_page_token().empty() || !status.ok()) break;
      request.set_page_token(response.next_page_token());
      if (between) between();
    }
    return all;
  }

  static std::vector<std::string> Names(const std::vector<Task>& tasks) {
    std::vector<std::string> names;
    for (const Task& task : tasks) names.push_back(task.name());
    return names;
  }

  Harness harness_;
};

// What is in the list by a plain look at all of `tasks`, which are in the order of names.
std::vector<Task> Look(std::vector<Task> tasks, const std::string& filter,
                       const std::string& order) {
  const auto parsed = filter::Filter::Parse(filter, *Task::descriptor());
  const auto by = filter::ParseOrder(order, *Task::descriptor());
  EXPECT_TRUE(parsed.ok() && by.ok()) << parsed.status() << filter;
  tasks.erase(std::remove_if(tasks.begin(), tasks.end(),
                             [&](const Task& task) { return !parsed->Matches(task); }),
              tasks.end());
  if (by->field != nullptr) {
    const auto value = [&](const Task& task) {
      const auto values = filter::OrderedValues(task, by->field);
      return values.empty() ? "" : values[0];
    };
    std::stable_sort(tasks.begin(), tasks.end(),
                     [&](const Task& a, const Task& b) { return value(a) < value(b); });
  }
  if (by->descending) std::reverse(tasks.begin(), tasks.end());
  return tasks;
}

TEST_F(ListTest, FiltersAndOrdersAsAPlainLookDoes) {
  Furnish();
  const char* const filters[] = {
      "",
      "title = \"b\"",
      "title = \"b\" AND state = DONE",
      "title >= \"b\" AND title < \"d\"",
      "title > \"b\" title <= \"c\"",
      "state = STATE_OPEN",
      "due_date = 2026-02-01",
      "due_date < 2026-03-01",
      "due_date >= 2026-05-01 AND title = \"c\"",
      "NOT due_date:*",
      "due_date = 2026-02-01 OR title = \"e\"",
      "NOT title = \"a\"",
      "external_ids = list/5-1",
      "external_ids : list/5-0",
      "external_ids:* AND state = DONE",
      "external_ids = list/5-0 AND external_ids >= list/5-1",
      "external_ids >= list/5-0 AND external_ids = list/5-1",
      "external_ids = list/5-0 AND external_ids = list/5-1",
      "effort_hours > 7",
      "assignee = \"somebody\" AND title = \"a\"",
      "title = \"a*\"",
      "title = \"nothing\"",
      "create_time >= 2026-11-22T00:00:00Z",
  };
  const char* const orders[] = {
      "",           "name desc", "title",         "title desc",  "state",
      "state desc", "due_date",  "due_date desc", "create_time", "create_time desc"};
  for (const bool deleted : {false, true}) {
    ListTasksRequest plain = Request();
    plain.set_show_deleted(deleted);
    const std::vector<Task> all = All(plain);
    ASSERT_EQ(all.size(), deleted ? 240 : 205);
    for (const char* filter : filters) {
      for (const char* order : orders) {
        ListTasksRequest request = Request(filter, order, 100);
        request.set_show_deleted(deleted);
        EXPECT_EQ(Names(All(request)), Names(Look(all, filter, order)))
            << filter << " by " << order;
      }
    }
  }
}

TEST_F(ListTest, PagesOfAnySizeGiveEachOnce) {
  Furnish();
  for (const char* order : {"", "name desc", "title", "title desc", "due_date", "due_date desc"}) {
    for (const char* filter : {"", "state = DONE"}) {
      const auto all = Names(All(Request(filter, order)));
      ASSERT_FALSE(all.empty());
      for (const int size : {1, 2, 7}) {
        EXPECT_EQ(Names(All(Request(filter, order, size))), all) << filter << order << size;
      }
    }
  }
}

TEST_F(ListTest, WhatStaysComesOnceWhileOthersComeAndGo) {
  for (const char* order : {"", "name desc", "title", "title desc"}) {
    Harness fresh({contract::kTestService});
    contract::SetUpTests(&fresh);
    contract::MakeProject(&fresh, "p");
    std::set<std::string> stay;
    for (int i = 0; i < 40; ++i) {
      Task task;
      task.set_title(std::string(1, static_cast<char>('a' + i % 4)));
      const std::string id = absl::StrFormat("t%03d", i);
      contract::MakeTask(&fresh, "p", id, task);
      if (i % 2 == 0) stay.insert("programmes/p/tasks/" + id);
    }
    int round = 0;
    std::multiset<std::string> seen;
    ListTasksRequest request = Request("", order, 3);
    do {
      ListTasksResponse response;
      ASSERT_TRUE(fresh.Call(request, &response).ok());
      for (const Task& task : response.tasks()) seen.insert(task.name());
      request.set_page_token(response.next_page_token());
      kerneltest::DeleteTaskRequest remove;
      remove.set_name(absl::StrFormat("programmes/p/tasks/t%03d", (round * 14 + 1) % 40));
      Task task;
      fresh.Call(remove, &task).IgnoreError();
      task.Clear();
      task.set_title(std::string(1, static_cast<char>('a' + round % 4)));
      contract::MakeTask(&fresh, "p", absl::StrFormat("t%03d-new", round * 11 % 40), task);
    } while (!request.page_token().empty() && ++round < 200);
    for (const std::string& name : stay) EXPECT_EQ(seen.count(name), 1) << name << " " << order;
    for (const std::string& name : seen) EXPECT_EQ(seen.count(name), 1) << name << " " << order;
  }
}

TEST_F(ListTest, AnIdOfTheParentMayBeAny) {
  std::vector<Task> tasks;
  std::vector<kerneltest::Note> notes;
  for (int i = 0; i < 5; ++i) {
    tasks.push_back(NewTask(i));
    for (int k = 0; k < i; ++k) {
      notes.emplace_back().set_name(absl::StrCat(tasks.back().name(), "/notes/n", k));
      notes.back().set_text("x");
      notes.back().set_position(10 - i);
    }
  }
  Store(tasks);
  Store(notes);
  contract::MakeProject(&harness_, "q");
  contract::MakeTask(&harness_, "q", "t");
  for (const int size : {1, 3, 50}) {
    std::vector<std::string> names;
    ListNotesRequest request;
    request.set_parent("programmes/p/tasks/-");
    request.set_page_size(size);
    ListNotesResponse response;
    do {
      ASSERT_TRUE(harness_.Call(request, &response).ok());
      for (const auto& note : response.notes()) names.push_back(note.name());
      request.set_page_token(response.next_page_token());
    } while (!response.next_page_token().empty());
    ASSERT_EQ(names.size(), notes.size());
    for (size_t i = 0; i < notes.size(); ++i) EXPECT_EQ(names[i], notes[i].name());
  }
  // Along an index lie those of all parents.
  for (const auto& [parent, order] : {std::pair("-", "6666777889"), {"t00003", "777"}}) {
    ListNotesRequest request;
    request.set_parent(absl::StrCat("programmes/p/tasks/", parent));
    request.set_order_by("position");
    ListNotesResponse response;
    ASSERT_TRUE(harness_.Call(request, &response).ok());
    std::string positions;
    for (const auto& note : response.notes()) absl::StrAppend(&positions, note.position());
    EXPECT_EQ(positions, order);
  }
}

TEST_F(ListTest, APageEndsWhenEnoughWasLookedAt) {
  std::vector<Task> tasks;
  const int all = Tx::kMaxRowsScanned + 200;
  for (int i = 0; i < all; ++i) {
    tasks.push_back(NewTask(i));
    tasks.back().set_effort_hours(i >= all - 2 ? 7 : 1);
  }
  Store(tasks);
  ListTasksRequest request = Request("effort_hours = 7", "", 50);
  ListTasksResponse response;
  ASSERT_TRUE(harness_.Call(request, &response).ok());
  EXPECT_THAT(response.tasks(), IsEmpty());
  ASSERT_NE(response.next_page_token(), "");
  request.set_page_token(response.next_page_token());
  ASSERT_TRUE(harness_.Call(request, &response).ok());
  EXPECT_EQ(response.tasks_size(), 2);
  EXPECT_EQ(response.next_page_token(), "");
  // A page out of many costs one statement, whatever the order.
  for (const char* order : {"", "name desc", "title", "create_time desc"}) {
    ASSERT_TRUE(harness_.Call(Request("", order, 50), &response).ok());
    EXPECT_EQ(response.tasks_size(), 50);
    EXPECT_EQ(harness_.statements(), 2) << order;
  }
  ASSERT_TRUE(harness_.Call(Request("due_date = 2026-01-01", "", 50), &response).ok());
  EXPECT_EQ(harness_.statements(), 2);
}

TEST_F(ListTest, APageEndsWhenItIsLarge) {
  Store<Task>({NewTask(0)});
  std::vector<kerneltest::Note> notes;
  for (int i = 0; i < 7; ++i) {
    notes.emplace_back().set_name(absl::StrCat(NewTask(0).name(), "/notes/n", i));
    notes.back().set_text(std::string(Tx::kMaxPageBytes / 3, 'x'));
  }
  Store(notes);
  std::vector<int> sizes;
  ListNotesRequest request;
  request.set_parent(NewTask(0).name());
  ListNotesResponse response;
  do {
    ASSERT_TRUE(harness_.Call(request, &response).ok());
    sizes.push_back(response.notes_size());
    request.set_page_token(response.next_page_token());
  } while (!response.next_page_token().empty());
  EXPECT_THAT(sizes, ElementsAre(2, 2, 2, 1)) << "never more than a client takes";
}

TEST_F(ListTest, ATokenBelongsToOneList) {
  contract::MakeProject(&harness_, "q");
  Store<Task>({NewTask(1), NewTask(2), NewTask(3)});
  ListTasksResponse response;
  ASSERT_TRUE(harness_.Call(Request("state = STATE_UNSPECIFIED", "title", 1), &response).ok());
  const std::string token = response.next_page_token();
  ASSERT_NE(token, "");
  const auto reason = [&](ListTasksRequest request) {
    request.set_page_token(token);
    return rpc::ReasonOf(harness_.Call(request, &response));
  };
  const std::string filter = "state = STATE_UNSPECIFIED";
  EXPECT_EQ(reason(Request(filter, "title", 1)), type::v1alpha::ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(reason(Request(filter, "title", 2)), type::v1alpha::ERROR_REASON_UNSPECIFIED);
  ListTasksRequest parent = Request(filter, "title");
  parent.set_parent("programmes/q");
  ListTasksRequest deleted = Request(filter, "title");
  deleted.set_show_deleted(true);
  for (const ListTasksRequest& other : {Request("", "title"), Request(filter, ""),
                                        Request(filter, "title desc"), parent, deleted}) {
    EXPECT_EQ(reason(other), type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN)
        << other.ShortDebugString();
  }
  ListNotesRequest notes;
  Store<Task>({NewTask(9)});
  notes.set_parent(NewTask(9).name());
  notes.set_page_token(token);
  ListNotesResponse none;
  EXPECT_EQ(rpc::ReasonOf(harness_.Call(notes, &none)),
            type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN);
}

TEST_F(ListTest, RefusesWhatItCannotFilterOrOrder) {
  ListTasksResponse response;
  for (const auto& [filter, order] :
       std::vector<std::pair<std::string, std::string>>{{"titel = 1", ""},
                                                        {"title = ", ""},
                                                        {"", "titel"},
                                                        {"", "effort_hours"},
                                                        {"", "external_ids"},
                                                        {"", "title up"},
                                                        {"", "title, state"}}) {
    EXPECT_EQ(rpc::ReasonOf(harness_.Call(Request(filter, order), &response)),
              type::v1alpha::ERROR_REASON_INVALID_FIELDS)
        << filter << order;
  }
}

TEST_F(ListTest, TextsAtTheEndsAreInOrderToo) {
  std::vector<Task> tasks;
  const std::string texts[] = {"a", std::string("a\0b", 3), "\xF4\x8F\xBF\xBF",
                               "\xF4\x8F\xBF\xBF\xF4\x8F\xBF\xBFz", std::string(512, 'z')};
  for (int i = 0; i < 5; ++i) {
    tasks.push_back(NewTask(i));
    tasks.back().set_title(texts[i]);
  }
  Store(tasks);
  const std::vector<std::string> up = {tasks[0].name(), tasks[1].name(), tasks[4].name(),
                                       tasks[2].name(), tasks[3].name()};
  for (const int size : {1, 50}) {
    EXPECT_EQ(Names(All(Request("", "title", size))), up);
    EXPECT_EQ(Names(All(Request("", "title desc", size))),
              std::vector<std::string>(up.rbegin(), up.rend()));
  }
  kerneltest::CreateTaskRequest request;
  request.set_parent("programmes/p");
  request.set_task_id("long");
  request.mutable_task()->set_title(std::string(513, 'z'));
  Task task;
  EXPECT_EQ(rpc::ReasonOf(harness_.Call(request, &task)),
            type::v1alpha::ERROR_REASON_INVALID_FIELDS);
}

}  // namespace
}  // namespace lotse::resource
